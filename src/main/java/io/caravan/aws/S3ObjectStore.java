package io.caravan.aws;

import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3 by the SDK's client, which Camel's component shares. */
public final class S3ObjectStore implements ObjectStore {
    private final S3Client s3;

    public S3ObjectStore(S3Client s3) {
        this.s3 = s3;
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
            throw e;
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
    public void concatenate(List<Piece> pieces, S3Uri to, String contentType) throws IOException {
        new Concatenation(this, new MultipartObject(s3, to, contentType)).of(pieces);
    }

    @Override
    public void delete(S3Uri uri) {
        s3.deleteObject(request -> request.bucket(uri.bucket()).key(uri.key()));
    }

    private String contentType(S3Uri uri) {
        return s3.headObject(request -> request.bucket(uri.bucket()).key(uri.key()))
                .contentType();
    }
}
