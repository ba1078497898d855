package io.caravan.simulator;

import io.caravan.simulator.bedrock.Storage;
import io.caravan.simulator.s3.LocalS3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Gives the Bedrock simulator the buckets of the local S3, past its HTTP. */
final class Buckets implements Storage {

    private final Supplier<LocalS3> s3;

    /** @param s3 asked at each use, since S3 may start later than Bedrock */
    Buckets(Supplier<LocalS3> s3) {
        this.s3 = s3;
    }

    @Override
    public boolean hasBucket(String bucket) {
        return s3.get().hasBucket(bucket);
    }

    @Override
    public List<Entry> list(String bucket, String prefix) {
        return s3.get().list(bucket, prefix).stream()
                .map(entry -> new Entry(entry.key(), entry.size()))
                .toList();
    }

    @Override
    public InputStream open(String bucket, String key) {
        return s3.get().open(bucket, key);
    }

    @Override
    public void put(String bucket, String key, Path content) throws IOException {
        s3.get().put(bucket, key, content);
    }
}
