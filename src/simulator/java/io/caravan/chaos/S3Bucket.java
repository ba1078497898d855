package io.caravan.chaos;

import io.caravan.chaos.check.Bucket;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The bucket, through AWS's SDK. */
record S3Bucket(S3Client s3, String name) implements Bucket {
    @Override
    public List<String> keys(String prefix) {
        return s3.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .sorted()
                .toList();
    }

    @Override
    public byte[] read(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(name).key(key)).asByteArray();
    }

    @Override
    public boolean has(String key) {
        try {
            s3.headObject(request -> request.bucket(name).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }
}
