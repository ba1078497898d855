package io.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class WholeResponsesTest {
    private static final String WHOLE =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

    @Test
    void a_response_that_breaks_off_in_its_headers_is_asked_for_again() throws Exception {
        String torn = WHOLE.substring(0, WHOLE.indexOf("Content-Length"));

        assertThat(answered(torn, WHOLE)).isEqualTo("hello");
    }

    @Test
    void a_response_that_breaks_off_in_its_body_is_asked_for_again() throws Exception {
        assertThat(answered(WHOLE.substring(0, WHOLE.length() - 2), WHOLE)).isEqualTo("hello");
    }

    /** What a client reads of a service that gives these responses, one a connection. */
    private static String answered(String... responses) throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var http = Apache5HttpClient.create();
                var s3 = S3Client.builder()
                        .httpClient(http)
                        .region(Region.US_EAST_1)
                        .endpointOverride(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                        .forcePathStyle(true)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                        .overrideConfiguration(calls -> calls.addExecutionInterceptor(new WholeResponses()))
                        .build()) {
            Thread.ofVirtual().start(() -> serve(server, List.of(responses)));
            return s3.getObjectAsBytes(request -> request.bucket("bucket").key("key"))
                    .asUtf8String();
        }
    }

    private static void serve(ServerSocket server, List<String> responses) {
        try {
            for (String response : responses) {
                try (Socket socket = server.accept()) {
                    var in = socket.getInputStream();
                    var head = new StringBuilder();
                    while (!head.toString().endsWith("\r\n\r\n")) {
                        head.append((char) in.read());
                    }
                    socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
