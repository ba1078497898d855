package io.caravan.fakes;

import io.caravan.model.Conversion;
import io.caravan.model.Source;
import io.caravan.port.Hub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A Hub with one split of one data set, which answers as a test wants it to. */
public final class FakeHub implements Hub {
    public static final Source.Hub SOURCE = new Source.Hub("blue/jokes", "default", "train", "c0ffee", Conversion.NONE);

    private final List<byte[]> contents = new ArrayList<>();
    private final List<File> files = new ArrayList<>();
    private Conversion conversion = Conversion.NONE;

    /** What was asked for. */
    public final List<Wish> wishes = new CopyOnWriteArrayList<>();

    /** The files that were read. */
    public final List<File> reads = new CopyOnWriteArrayList<>();

    /** Thrown instead of the next answers to {@link #find}. */
    public RuntimeException problem;

    /** What a file is read as, when it is not as it is. */
    public Function<File, InputStream> instead = file -> null;

    /** One file more. */
    public FakeHub with(byte[] content, String sha256) {
        files.add(
                new File("blue/jokes", "c0ffee", "data/%05d.parquet".formatted(files.size()), content.length, sha256));
        contents.add(content);
        return this;
    }

    public FakeHub with(String content) {
        return with(content.getBytes(StandardCharsets.UTF_8), "");
    }

    public FakeHub as(Conversion made) {
        conversion = made;
        return this;
    }

    @Override
    public Split find(Wish wish) {
        wishes.add(wish);
        if (problem != null) {
            throw problem;
        }
        return new Split(
                new Source.Hub(SOURCE.dataset(), SOURCE.config(), SOURCE.split(), SOURCE.revision(), conversion),
                files);
    }

    @Override
    public InputStream read(File file, long from, long to) throws IOException {
        reads.add(file);
        InputStream other = instead.apply(file);
        return other != null
                ? other
                : new ByteArrayInputStream(Arrays.copyOfRange(contents.get(files.indexOf(file)), (int) from, (int) to));
    }
}
