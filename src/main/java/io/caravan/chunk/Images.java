package io.caravan.chunk;

import io.caravan.family.ImageLimits;
import io.caravan.format.ImageHead;
import io.caravan.model.ImageColumn;
import io.caravan.model.S3Uri;
import io.caravan.model.Source;
import io.caravan.port.NotAllowed;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The images that rows name.
 *
 * @param source of the run: paths are relative to it
 * @param allowed whether data may be read from there
 */
record Images(ObjectStore store, Predicate<S3Uri> allowed, Source source, ImageColumn column, ImageLimits limits) {
    /** Bytes of an S3 key. */
    private static final int LONGEST_KEY = 1024;

    private static final int SHOWN = 200;

    /** What a row's value names. */
    Image named(String value) throws IOException {
        String name = value.strip();
        if (name.isEmpty()) {
            return unfit("", "column '" + column.column() + "' names no image");
        }
        Optional<S3Uri> place = name.startsWith("s3://") ? S3Uri.parse(name) : relative(name);
        if (place.isEmpty()) {
            return unfit(name, " is neither an S3 URI nor a path below the data set's folder on S3");
        }
        if (!allowed.test(place.get())) {
            return unfit(name, " is in a bucket that data may not be read from (setting caravan.allowed-buckets)");
        }
        if (place.get().key().getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            return unfit(name, " has a longer key than objects on S3 can have");
        }
        try {
            Optional<ObjectStore.Info> info = store.head(place.get());
            return info.isEmpty() ? unfit(name, ": there is no such object") : checked(name, info.get());
        } catch (NotAllowed e) {
            return unfit(name, ": " + e.getMessage());
        }
    }

    private Optional<S3Uri> relative(String path) {
        if (!(source instanceof Source.Stored stored)
                || path.startsWith("/")
                || Arrays.asList(path.split("/", -1)).contains("..")) {
            return Optional.empty();
        }
        String key = stored.uri().key();
        return Optional.of(new S3Uri(stored.uri().bucket(), key.substring(0, key.lastIndexOf('/') + 1) + path));
    }

    private Image checked(String name, ObjectStore.Info info) throws IOException {
        if (info.size() > column.maxBytes()) {
            return unfit(name, " has " + info.size() + " bytes; at most " + column.maxBytes() + " are sent");
        }
        byte[] bytes;
        try (InputStream in = store.read(info.uri(), 0, info.size())) {
            bytes = in.readAllBytes();
        }
        Optional<ImageHead> head = ImageHead.of(bytes);
        if (head.isEmpty() || !limits.kinds().contains(head.get().kind())) {
            return unfit(
                    name,
                    head.map(found -> " is " + found.kind()).orElse(" is no whole image")
                            + "; the model takes "
                            + limits.kinds().stream().sorted().map(Enum::name).collect(Collectors.joining(", ")));
        }
        int width = head.get().width();
        int height = head.get().height();
        return Math.max(width, height) > limits.maxPixels()
                ? unfit(
                        name,
                        " has " + width + " × " + height + " pixels; the model takes at most " + limits.maxPixels()
                                + " in each direction")
                : new Image.Fit(head.get().kind(), bytes);
    }

    private static Image unfit(String name, String why) {
        String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
        return new Image.Unfit(name.isEmpty() ? why : "image '" + shown + "'" + why);
    }
}
