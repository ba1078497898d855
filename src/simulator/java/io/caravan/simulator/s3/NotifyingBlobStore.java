package io.caravan.simulator.s3;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Adds the bucket notifications that S3Proxy lacks: every object created is told to the queues whose rule it matches. */
final class NotifyingBlobStore extends ForwardingBlobStore {

    private static final Logger log = LoggerFactory.getLogger(NotifyingBlobStore.class);

    private final List<NotificationRule> rules;
    private final S3Events events;
    private final BiConsumer<String, String> send;
    private final ExecutorService sender;

    /**
     * @param send takes a queue and a message
     * @param sender a single thread, so that a writer never waits for a queue and events keep their order
     */
    NotifyingBlobStore(
            BlobStore store,
            List<NotificationRule> rules,
            S3Events events,
            BiConsumer<String, String> send,
            ExecutorService sender) {
        super(store);
        this.rules = List.copyOf(rules);
        this.events = events;
        this.send = send;
        this.sender = sender;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        PutObjectResponse response = super.putBlob(request, payload);
        created("ObjectCreated:Put", request.bucket(), request.key());
        return response;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse response = super.copyBlob(request);
        created("ObjectCreated:Copy", request.destinationBucket(), request.destinationKey());
        return response;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
        created("ObjectCreated:CompleteMultipartUpload", upload.containerName(), upload.blobName());
        return response;
    }

    private void created(String eventName, String bucket, String key) {
        List<NotificationRule> matching =
                rules.stream().filter(rule -> rule.matches(bucket, key)).toList();
        if (matching.isEmpty()) {
            return;
        }
        HeadObjectResponse object = blobMetadata(bucket, key);
        if (object == null) {
            return;
        }
        String message = events.created(
                eventName,
                bucket,
                key,
                Objects.requireNonNullElse(object.contentLength(), 0L),
                Objects.requireNonNullElse(object.eTag(), ""));
        matching.forEach(rule -> tell(rule, message));
    }

    /** S3's proof, on configuring, that it may write to each queue. */
    void announce() {
        rules.forEach(rule -> tell(rule, events.test(rule.bucket())));
    }

    private void tell(NotificationRule rule, String message) {
        sender.execute(() -> {
            try {
                send.accept(rule.queue(), message);
            } catch (RuntimeException e) {
                log.error(
                        "The notification of bucket {} for queue {} was lost: {}. Is the queue declared in the deployment?",
                        rule.bucket(),
                        rule.queue(),
                        e.getMessage());
            }
        });
    }
}
