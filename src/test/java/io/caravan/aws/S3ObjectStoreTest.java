package io.caravan.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.local.LocalCaravan;
import io.caravan.model.S3Uri;
import io.caravan.port.NotAllowed;
import io.caravan.port.ObjectStore;
import io.caravan.simulator.Cloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

class S3ObjectStoreTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    static Path data;

    private static Cloud cloud;
    private static S3Client s3;
    private static ObjectStore store;

    @BeforeAll
    static void start() {
        cloud = LocalCaravan.cloud(data);
        s3 = client(new TreeSet<>());
        store = new S3ObjectStore(s3);
    }

    /** {@code parts} gets the numbers of the parts that are copied. */
    private static S3Client client(Set<Integer> parts) {
        return S3Client.builder()
                .endpointOverride(cloud.s3())
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .overrideConfiguration(calls -> calls.addExecutionInterceptor(new ExecutionInterceptor() {
                    @Override
                    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
                        if (call.request() instanceof UploadPartCopyRequest copy) {
                            parts.add(copy.partNumber());
                        }
                    }
                }))
                .build();
    }

    @Test
    void what_may_not_be_read_is_told_from_what_is_not_there() {
        store.put(at("secret"), new byte[] {1}, "text/plain");
        try (S3Client stranger = S3Client.builder()
                .endpointOverride(cloud.s3())
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, "wrong")))
                .build()) {
            ObjectStore theirs = new S3ObjectStore(stranger);

            assertThatThrownBy(() -> theirs.head(at("secret")))
                    .isInstanceOf(NotAllowed.class)
                    .hasMessage("access to " + at("secret") + " is denied (403); allow the service's role to read it");
            assertThatThrownBy(() -> theirs.read(at("secret"), 0, 1)).isInstanceOf(NotAllowed.class);
        }
    }

    @AfterAll
    static void stop() {
        s3.close();
        cloud.close();
    }

    @Test
    void an_object_is_written_read_in_ranges_and_deleted() throws IOException {
        S3Uri uri = at("small/a b+ü.txt");
        store.put(uri, "0123456789".getBytes(UTF_8), "text/plain");

        assertThat(store.head(uri).orElseThrow().size()).isEqualTo(10);
        assertThat(read(uri, 2, 5)).asString(UTF_8).isEqualTo("234");
        assertThat(read(uri, 5, 5)).isEmpty();
        store.delete(uri);
        assertThat(store.head(uri)).isEmpty();
        assertThatThrownBy(() -> read(uri, 0, 1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read " + uri);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 17 * MIB})
    void a_stream_of_any_size_becomes_an_object(int size) throws IOException {
        S3Uri uri = at("stream/" + size);
        byte[] bytes = bytes(size, size);
        try (ObjectStore.Upload out = store.write(uri, "text/csv")) {
            out.write(bytes, 0, size / 3);
            out.write(bytes, size / 3, size - size / 3);
            assertThat(store.head(uri)).isEmpty();
            out.complete();
        }

        assertThat(Arrays.equals(read(uri, 0, size), bytes)).isTrue();
    }

    @Test
    void of_a_stream_that_is_given_up_nothing_is_left() throws IOException {
        S3Uri uri = at("given-up/big");
        try (ObjectStore.Upload out = store.write(uri, "text/csv")) {
            out.write(bytes(9 * MIB, 1));
        }

        assertThat(store.head(uri)).isEmpty();
        assertThat(s3.listMultipartUploads(request -> request.bucket("caravan")).uploads())
                .noneMatch(upload -> upload.key().equals(uri.key()));
    }

    /** Pieces below the 5 MiB that a part must have, above it, empty ones, and a small one at the end. */
    @ParameterizedTest
    @ValueSource(
            strings = {"10", "10 20 30", "6000000 10 6000000", "10 6000000", "0 10 0", "100 5242879 1 9000000 5", "0 0"
            })
    void pieces_of_any_size_become_one_object_in_order(String sizes) throws IOException {
        var whole = new ByteArrayOutputStream();
        int[] each = Stream.of(sizes.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
        List<S3Uri> pieces = IntStream.range(0, each.length)
                .mapToObj(i -> {
                    S3Uri uri = at("pieces/" + sizes.replace(' ', '-') + "/" + i);
                    byte[] bytes = bytes(each[i], i);
                    whole.writeBytes(bytes);
                    store.put(uri, bytes, "text/csv");
                    return uri;
                })
                .toList();
        S3Uri to = at("whole/" + sizes.replace(' ', '-'));

        store.concatenate(pieces.stream().map(ObjectStore.Piece::whole).toList(), to, "text/csv");

        assertThat(Arrays.equals(read(to, 0, whole.size()), whole.toByteArray()))
                .isTrue();
        assertThat(store.head(to).orElseThrow().size()).isEqualTo(whole.size());
    }

    @Test
    void more_pieces_than_an_object_may_have_parts_become_one_object_all_the_same() throws IOException {
        var parts = new TreeSet<Integer>();
        var whole = new ByteArrayOutputStream();
        var pieces = new ArrayList<ObjectStore.Piece>();
        for (int i = 0; i < 7; i++) {
            S3Uri uri = at("many/pieces/" + i);
            byte[] bytes = bytes(5 * MIB, i);
            whole.writeBytes(bytes);
            store.put(uri, bytes, "text/csv");
            pieces.add(ObjectStore.Piece.whole(uri));
        }
        S3Uri to = at("many/whole");

        try (S3Client counting = client(parts)) {
            new S3ObjectStore(counting, 3).concatenate(pieces, to, "text/csv");
        }

        assertThat(Arrays.equals(read(to, 0, whole.size() + 1), whole.toByteArray()))
                .isTrue();
        assertThat(parts.last()).isEqualTo(3);
        assertThat(store.list(at("many/whole")))
                .extracting(ObjectStore.Info::uri)
                .containsExactly(to);
    }

    @Test
    void of_a_piece_only_its_stretch_is_taken_whether_copied_or_read() throws IOException {
        S3Uri small = at("stretches/small");
        S3Uri large = at("stretches/large");
        store.put(small, bytes(100, 1), "text/csv");
        store.put(large, bytes(13 * MIB, 2), "text/csv");
        S3Uri to = at("stretches/whole");

        store.concatenate(
                List.of(
                        new ObjectStore.Piece(large, 4, 6 * MIB),
                        new ObjectStore.Piece(small, 10, 20),
                        new ObjectStore.Piece(large, 7, 13 * MIB - 9),
                        new ObjectStore.Piece(small, 90, Long.MAX_VALUE)),
                to,
                "text/csv");

        var whole = new ByteArrayOutputStream();
        whole.writeBytes(Arrays.copyOfRange(bytes(13 * MIB, 2), 4, 6 * MIB));
        whole.writeBytes(Arrays.copyOfRange(bytes(100, 1), 10, 20));
        whole.writeBytes(Arrays.copyOfRange(bytes(13 * MIB, 2), 7, 13 * MIB - 9));
        whole.writeBytes(Arrays.copyOfRange(bytes(100, 1), 90, 100));
        assertThat(store.head(to).orElseThrow().size()).isEqualTo(whole.size());
        assertThat(Arrays.equals(read(to, 0, whole.size()), whole.toByteArray()))
                .isTrue();
    }

    @Test
    void a_piece_that_is_missing_leaves_nothing_behind() {
        S3Uri there = at("missing/there");
        store.put(there, bytes(6 * MIB, 1), "text/csv");
        S3Uri to = at("missing/whole");

        assertThatThrownBy(() -> store.concatenate(
                        List.of(ObjectStore.Piece.whole(there), ObjectStore.Piece.whole(at("missing/not"))),
                        to,
                        "text/csv"))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no s3://caravan/missing/not");
        assertThat(store.head(to)).isEmpty();
        assertThat(s3.listMultipartUploads(request -> request.bucket("caravan")).uploads())
                .noneMatch(upload -> upload.key().equals(to.key()));
    }

    @Test
    void a_copy_is_made_of_the_version_that_was_seen_only() throws IOException {
        S3Uri from = at("copy/from.csv");
        S3Uri to = at("copy/to.csv");
        store.put(from, "first".getBytes(UTF_8), "text/csv");
        String seen = store.head(from).orElseThrow().eTag();

        assertThat(store.copy(from, seen, to)).isTrue();
        assertThat(read(to, 0, 5)).asString(UTF_8).isEqualTo("first");

        store.put(from, "other".getBytes(UTF_8), "text/csv");
        assertThat(store.copy(from, seen, to)).isFalse();
        assertThat(read(to, 0, 5)).asString(UTF_8).isEqualTo("first");
        assertThat(s3.listMultipartUploads(request -> request.bucket("caravan")).uploads())
                .noneMatch(upload -> upload.key().equals(to.key()));
    }

    @Test
    void everything_below_a_prefix_is_listed_in_key_order() {
        for (String name : List.of("b", "a/2", "a/1", "c")) {
            store.put(at("list/" + name), new byte[0], "text/plain");
        }
        store.put(at("list-not/d"), new byte[0], "text/plain");

        try (Stream<ObjectStore.Info> infos = store.list(at("list/"))) {
            assertThat(infos.map(info -> info.uri().key())).containsExactly("list/a/1", "list/a/2", "list/b", "list/c");
        }
    }

    private static S3Uri at(String key) {
        return new S3Uri("caravan", key);
    }

    private static byte[] read(S3Uri uri, long from, long to) throws IOException {
        try (InputStream in = store.read(uri, from, to)) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
