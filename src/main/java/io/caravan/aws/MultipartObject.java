package io.caravan.aws;

import io.caravan.model.S3Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/**
 * An object made of parts that are uploaded or copied inside S3. Every part but the last must have at least
 * {@link #MIN_PART} bytes. A single uploaded part becomes an ordinary put. Not thread-safe.
 */
final class MultipartObject {
    /** S3's least size of a part that is not the last. */
    static final int MIN_PART = 5 * 1024 * 1024;

    /** S3 copies at most 5 GiB in one call; 1 GiB keeps a single call short. */
    private static final long MAX_COPY = 1L << 30;

    private final S3Client s3;
    private final S3Uri uri;
    private final String contentType;
    private final List<CompletedPart> parts = new ArrayList<>();
    private Optional<String> uploadId = Optional.empty();

    MultipartObject(S3Client s3, S3Uri uri, String contentType) {
        this.s3 = s3;
        this.uri = uri;
        this.contentType = contentType;
    }

    /** Uploads the next part. */
    void add(Blocks bytes) {
        String id = started();
        int number = parts.size() + 1;
        String eTag = s3.uploadPart(
                        request -> request.bucket(uri.bucket())
                                .key(uri.key())
                                .uploadId(id)
                                .partNumber(number),
                        body(bytes))
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
    }

    /** Copies an object of that version as the next parts. */
    void addCopy(S3Uri from, String eTag, long size) {
        addCopy(from, eTag, 0, size);
    }

    /** Copies the bytes from {@code begin} (inclusive) to {@code end} (exclusive) as the next parts. */
    void addCopy(S3Uri from, String eTag, long begin, long end) {
        if (begin == end) {
            return;
        }
        String id = started();
        long copies = (end - begin + MAX_COPY - 1) / MAX_COPY;
        for (long i = 0; i < copies; i++) { // equal shares, so that none is below the least size
            long first = begin + (end - begin) * i / copies;
            long last = begin + (end - begin) * (i + 1) / copies - 1;
            int number = parts.size() + 1;
            UploadPartCopyResponse copy = s3.uploadPartCopy(request -> request.sourceBucket(from.bucket())
                    .sourceKey(from.key())
                    .copySourceIfMatch(eTag)
                    .copySourceRange("bytes=" + first + "-" + last)
                    .destinationBucket(uri.bucket())
                    .destinationKey(uri.key())
                    .uploadId(id)
                    .partNumber(number));
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(copy.copyPartResult().eTag())
                    .build());
        }
    }

    /** Makes the object of the parts so far and, when nothing was added yet, of these bytes alone. */
    void complete(Blocks last) {
        if (parts.isEmpty()) {
            s3.putObject(request -> request.bucket(uri.bucket()).key(uri.key()).contentType(contentType), body(last));
            return;
        }
        if (last.length() > 0) {
            add(last);
        }
        String id = started();
        s3.completeMultipartUpload(request -> request.bucket(uri.bucket())
                .key(uri.key())
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(parts)));
    }

    void complete() {
        complete(new Blocks());
    }

    /** Leaves nothing behind of an object that will not be completed. */
    void abort() {
        uploadId.ifPresent(id -> s3.abortMultipartUpload(
                request -> request.bucket(uri.bucket()).key(uri.key()).uploadId(id)));
    }

    private String started() {
        if (uploadId.isEmpty()) {
            uploadId = Optional.of(s3.createMultipartUpload(request ->
                            request.bucket(uri.bucket()).key(uri.key()).contentType(contentType))
                    .uploadId());
        }
        return uploadId.get();
    }

    private static RequestBody body(Blocks bytes) {
        return RequestBody.fromContentProvider(bytes::open, bytes.length(), "application/octet-stream");
    }
}
