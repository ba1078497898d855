package io.caravan.simulator.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * S3Proxy on 127.0.0.1 with its objects as files below a folder. Signatures are checked. The methods here go straight to
 * the store, for the stand-ins that use S3 themselves. Thread-safe.
 */
public final class LocalS3 implements AutoCloseable {

    /** An object's key and its size in bytes. */
    public record Entry(String key, long size) {}

    private final S3Proxy server;
    private final BlobStore store;
    private final ExecutorService sender;
    private final URI endpoint;

    private LocalS3(S3Proxy server, BlobStore store, ExecutorService sender, URI endpoint) {
        this.server = server;
        this.store = store;
        this.sender = sender;
        this.endpoint = endpoint;
    }

    /** Who may call, and where the bucket is. */
    public record Access(String region, String accessKeyId, String secretAccessKey) {}

    /**
     * Starts S3 and creates the buckets that are missing.
     *
     * @param port 0 for a free one
     * @param data folder of the objects, created when missing
     * @param send takes a queue and a message; called by one thread, in order
     */
    public static LocalS3 start(
            int port,
            Path data,
            Access access,
            List<String> buckets,
            List<NotificationRule> rules,
            InstantSource clock,
            BiConsumer<String, String> send)
            throws Exception {
        Files.createDirectories(data);
        ExecutorService sender = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("s3-notifications").factory());
        NotifyingBlobStore store = new NotifyingBlobStore(
                new FilesystemNio2BlobStore(data.toString()),
                rules,
                new S3Events(clock, access.region()),
                send,
                sender);
        S3Proxy server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, access.accessKeyId(), access.secretAccessKey())
                .ignoreUnknownHeaders(true)
                .build();
        AccessGrant grant = new AccessGrant(access.secretAccessKey(), store);
        server.setBlobStoreLocator(
                (identity, container, blob) -> access.accessKeyId().equals(identity) ? grant : null);
        try {
            server.start();
            for (String bucket : buckets) {
                if (!store.containerExists(bucket)) {
                    store.createContainer(bucket);
                }
            }
        } catch (Exception e) {
            sender.shutdownNow();
            throw e;
        }
        store.announce();
        return new LocalS3(server, store, sender, URI.create("http://127.0.0.1:" + server.getPort()));
    }

    public URI endpoint() {
        return endpoint;
    }

    public boolean hasBucket(String bucket) {
        return store.containerExists(bucket);
    }

    /** All objects below the prefix, in key order. */
    public List<Entry> list(String bucket, String prefix) {
        List<Entry> entries = new ArrayList<>();
        @Nullable String token = null;
        do {
            ListObjectsV2Response page = store.list(ListObjectsV2Request.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .maxKeys(1000)
                    .continuationToken(token)
                    .build());
            for (S3Object object : page.contents()) {
                entries.add(new Entry(object.key(), object.size()));
            }
            token = page.nextContinuationToken();
        } while (token != null);
        return entries;
    }

    /** The caller closes the stream. */
    public InputStream open(String bucket, String key) {
        return store.getBlob(GetObjectRequest.builder().bucket(bucket).key(key).build());
    }

    public void put(String bucket, String key, Path content) throws IOException {
        try (InputStream in = Files.newInputStream(content)) {
            store.putBlob(
                    PutObjectRequest.builder()
                            .bucket(bucket)
                            .key(key)
                            .contentLength(Files.size(content))
                            .build(),
                    in);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
            sender.shutdown();
            // What was written is told before S3 goes, as AWS would.
            if (!sender.awaitTermination(5, TimeUnit.SECONDS)) {
                sender.shutdownNow();
            }
        } catch (Exception e) {
            throw new IOException("The local S3 at " + endpoint + " did not stop", e);
        } finally {
            store.close();
        }
    }
}
