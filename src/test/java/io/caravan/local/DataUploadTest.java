package io.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.simulator.Cloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class DataUploadTest {
    @TempDir
    static Path cloudData;

    private static Cloud cloud;
    private static S3Client s3;

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();
    private final DataUpload upload = new DataUpload(s3, new PrintWriter(said, true));

    @BeforeAll
    static void start() {
        cloud = LocalCaravan.cloud(cloudData);
        s3 = S3Client.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.s3())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
        cloud.close();
    }

    @Test
    void of_a_folder_the_files_of_known_formats_are_there_and_no_others() throws IOException {
        Path many = Files.createDirectories(folder.resolve("many/inner")).getParent();
        Files.writeString(many.resolve("b.csv"), "a\n1\n");
        Files.writeString(many.resolve("inner/a.csv.gz"), "not looked into");
        Files.writeString(many.resolve("notes.txt"), "no data");
        upload.of(many);
        Files.delete(many.resolve("b.csv"));
        Files.writeString(many.resolve("c.jsonl"), "{}\n");

        assertThat(upload.of(many)).isEqualTo("s3://caravan/data/many/");

        assertThat(s3.listObjectsV2(request -> request.bucket("caravan").prefix("data/many/"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("data/many/c.jsonl", "data/many/inner/a.csv.gz");
        assertThat(said).hasToString("""
                uploaded 2 files (19 bytes) to s3://caravan/data/many/
                uploaded 2 files (18 bytes) to s3://caravan/data/many/
                """);
    }

    @Test
    void what_is_not_there_is_named() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> upload.of(missing))
                .isInstanceOf(IOException.class)
                .hasMessage("s3_uri: there is no file or folder " + missing + " to upload");
    }
}
