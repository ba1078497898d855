package io.caravan.inbox;

import io.caravan.model.Nearest;
import io.caravan.model.Prompt;
import io.caravan.model.Refused;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The prompts that a {@code prompt_id} may name: files in a folder, overridden by {@code prompts/} in the bucket, so that a
 * new prompt needs no deployment. {@code <id>.txt} is the prompt itself, {@code <id>.yaml} has a {@link PromptForm form}.
 */
public final class PromptLibrary {
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final String TEXT = ".txt";
    private static final String FORM = ".yaml";
    private static final List<String> ENDINGS = List.of(TEXT, FORM);

    private final Path folder;
    private final ObjectStore store;
    private final S3Uri overrides;

    public PromptLibrary(Path folder, ObjectStore store, String bucket) {
        this.folder = folder;
        this.store = store;
        this.overrides = new S3Uri(bucket, "prompts/");
    }

    /**
     * A prompt.
     *
     * @throws Refused for an id that there is no prompt of, with those there are, and for a file that is not a prompt
     */
    Prompt prompt(String id) {
        if (!ID.matcher(id).matches()) {
            throw Refused.because(
                    "prompt_id", "'" + id + "' is not a prompt's id: letters, digits, '_' and '-', at most 64");
        }
        return overridden(id, TEXT)
                .or(() -> overridden(id, FORM))
                .or(() -> shipped(id, TEXT))
                .or(() -> shipped(id, FORM))
                .orElseThrow(() -> unknown(id));
    }

    private static Prompt read(String id, String text, String ending, String place) {
        return ending.equals(FORM)
                ? PromptForm.ofYaml(id, text, place)
                : new Prompt(Optional.of(id), Optional.empty(), List.of(), text);
    }

    private Optional<Prompt> overridden(String id, String ending) {
        var uri = new S3Uri(overrides.bucket(), overrides.key() + id + ending);
        return store.head(uri).map(info -> {
            if (info.size() > PromptCheck.MAX_BYTES) {
                throw Refused.because(
                        "prompt_id",
                        uri + " has " + info.size() + " bytes; a prompt may have " + PromptCheck.MAX_BYTES);
            }
            try (InputStream in = store.read(uri, 0, info.size())) {
                return read(id, new String(in.readAllBytes(), StandardCharsets.UTF_8), ending, uri.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Optional<Prompt> shipped(String id, String ending) {
        Path file = folder.resolve(id + ending);
        try {
            return Files.exists(file)
                    ? Optional.of(read(id, Files.readString(file), ending, file.toString()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All prompts, by id. */
    public List<PromptView> all() {
        return ids().stream()
                .filter(id -> ID.matcher(id).matches())
                .map(id -> {
                    try {
                        return PromptView.of(id, prompt(id));
                    } catch (Refused e) {
                        return PromptView.broken(id, String.valueOf(e.getMessage()));
                    }
                })
                .toList();
    }

    /** The ids of all prompts, in their order. */
    SortedSet<String> ids() {
        var ids = new TreeSet<String>();
        try (Stream<Path> files = Files.list(folder);
                Stream<ObjectStore.Info> objects = store.list(overrides)) {
            Stream.concat(
                            files.map(file -> String.valueOf(file.getFileName())),
                            objects.map(info -> info.uri().fileName()))
                    .flatMap(name -> ENDINGS.stream()
                            .filter(name::endsWith)
                            .map(ending -> name.substring(0, name.length() - ending.length())))
                    .filter(id -> ID.matcher(id).matches())
                    .forEach(ids::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }

    private Refused unknown(String id) {
        SortedSet<String> ids = ids();
        return Refused.because(
                "prompt_id",
                "there is no prompt '" + id + "'" + Nearest.sentence(id, ids) + " Prompts are: "
                        + String.join(", ", ids));
    }
}
