package io.caravan.inbox;

import io.caravan.model.Nearest;
import io.caravan.model.Refused;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The prompts that a {@code prompt_id} may name: text files in a folder, overridden by {@code prompts/<id>.txt} in the
 * bucket, so that a new prompt needs no deployment.
 */
public final class PromptLibrary {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final String ENDING = ".txt";

    private final Path folder;
    private final ObjectStore store;
    private final S3Uri overrides;

    public PromptLibrary(Path folder, ObjectStore store, String bucket) {
        this.folder = folder;
        this.store = store;
        this.overrides = new S3Uri(bucket, "prompts/");
    }

    /**
     * The text of a prompt.
     *
     * @throws Refused for an id that there is no prompt of, with those there are
     */
    String text(String id) {
        if (!ID.matcher(id).matches()) {
            throw Refused.because(
                    "prompt_id", "'" + id + "' is not a prompt's id: letters, digits, '_' and '-', at most 64");
        }
        return overridden(id).or(() -> shipped(id)).orElseThrow(() -> unknown(id));
    }

    private Optional<String> overridden(String id) {
        var uri = new S3Uri(overrides.bucket(), overrides.key() + id + ENDING);
        return store.head(uri).map(info -> {
            if (info.size() > PromptFields.MAX_BYTES) {
                throw Refused.because(
                        "prompt_id",
                        uri + " has " + info.size() + " bytes; a prompt may have " + PromptFields.MAX_BYTES);
            }
            try (InputStream in = store.read(uri, 0, info.size())) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Optional<String> shipped(String id) {
        Path file = folder.resolve(id + ENDING);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Refused unknown(String id) {
        var ids = new TreeSet<String>();
        try (Stream<Path> files = Files.list(folder);
                Stream<ObjectStore.Info> objects = store.list(overrides)) {
            Stream.concat(
                            files.map(file -> String.valueOf(file.getFileName())),
                            objects.map(info -> info.uri().fileName()))
                    .filter(name -> name.endsWith(ENDING))
                    .forEach(name -> ids.add(name.substring(0, name.length() - ENDING.length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Refused.because(
                "prompt_id",
                "there is no prompt '" + id + "'" + Nearest.sentence(id, ids) + " Prompts are: "
                        + String.join(", ", ids));
    }
}
