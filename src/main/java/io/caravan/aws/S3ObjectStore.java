package io.caravan.aws;

import io.caravan.model.S3Uri;
import io.caravan.port.NotAllowed;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** S3 by the SDK's client, which Camel's component shares. */
public final class S3ObjectStore implements ObjectStore {
    /**
     * S3 takes 10,000 parts an object. A piece makes at most two and one more for each GiB, of which an object has 5,000.
     */
    private static final int PIECES = 2000;

    private final S3Client s3;
    private final int pieces;

    private static final int FORBIDDEN = 403;

    public S3ObjectStore(S3Client s3) {
        this(s3, PIECES);
    }

    /** @param pieces how many are made one object at once; of more, up to their square, objects between are made first */
    S3ObjectStore(S3Client s3, int pieces) {
        this.s3 = s3;
        this.pieces = pieces;
    }

    @Override
    public Optional<Info> head(S3Uri uri) {
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(uri.bucket()).key(uri.key()));
            return Optional.of(new Info(uri, head.contentLength(), head.eTag(), head.lastModified()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw e.statusCode() == FORBIDDEN ? new NotAllowed(uri, e) : e;
        }
    }

    @Override
    public InputStream read(S3Uri uri, long from, long to) throws IOException {
        if (from >= to) {
            return InputStream.nullInputStream();
        }
        try {
            return s3.getObject(
                    request -> request.bucket(uri.bucket()).key(uri.key()).range("bytes=" + from + "-" + (to - 1)));
        } catch (SdkException e) {
            if (e instanceof S3Exception refused && refused.statusCode() == FORBIDDEN) {
                throw new NotAllowed(uri, e);
            }
            throw new IOException("cannot read " + uri + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void put(S3Uri uri, byte[] bytes, String contentType) {
        s3.putObject(
                request -> request.bucket(uri.bucket()).key(uri.key()).contentType(contentType),
                RequestBody.fromBytes(bytes));
    }

    @Override
    public Upload write(S3Uri uri, String contentType) {
        return new StreamUpload(new MultipartObject(s3, uri, contentType));
    }

    @Override
    public Stream<Info> list(S3Uri prefix) {
        return s3
                .listObjectsV2Paginator(
                        request -> request.bucket(prefix.bucket()).prefix(prefix.key()))
                .contents()
                .stream()
                .map(object -> new Info(
                        new S3Uri(prefix.bucket(), object.key()), object.size(), object.eTag(), object.lastModified()));
    }

    @Override
    public boolean copy(S3Uri from, String eTag, S3Uri to) {
        var copy = new MultipartObject(s3, to, contentType(from));
        try {
            copy.addCopy(from, eTag, head(from).map(Info::size).orElse(0L));
            copy.complete();
            return true;
        } catch (S3Exception e) {
            copy.abort();
            if (e.statusCode() == 412) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void concatenate(List<Piece> all, S3Uri to, String contentType) throws IOException {
        if (all.size() <= pieces) {
            new Concatenation(this, new MultipartObject(s3, to, contentType)).of(all);
            return;
        }
        var between = new ArrayList<Piece>();
        try {
            for (int from = 0; from < all.size(); from += pieces) {
                var some = new S3Uri(to.bucket(), to.key() + "-" + (between.size() + 1));
                between.add(Piece.whole(some));
                concatenate(all.subList(from, Math.min(from + pieces, all.size())), some, contentType);
            }
            concatenate(between, to, contentType);
        } finally {
            between.forEach(piece -> delete(piece.uri()));
        }
    }

    @Override
    public void delete(S3Uri uri) {
        s3.deleteObject(request -> request.bucket(uri.bucket()).key(uri.key()));
    }

    @Override
    public URI link(S3Uri uri, Duration valid) {
        var client = s3.serviceClientConfiguration();
        S3Presigner.Builder signer =
                S3Presigner.builder().region(client.region()).credentialsProvider(client.credentialsProvider());
        client.endpointOverride().ifPresent(signer::endpointOverride);
        try (S3Presigner presigner = signer.build()) {
            return URI.create(presigner
                    .presignGetObject(presign -> presign.signatureDuration(valid)
                            .getObjectRequest(request -> request.bucket(uri.bucket())
                                    .key(uri.key())
                                    .responseContentDisposition("attachment; filename=\"" + uri.fileName() + "\"")))
                    .url()
                    .toString());
        }
    }

    private String contentType(S3Uri uri) {
        return s3.headObject(request -> request.bucket(uri.bucket()).key(uri.key()))
                .contentType();
    }
}
