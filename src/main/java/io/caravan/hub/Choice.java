package io.caravan.hub;

import io.caravan.model.Nearest;
import io.caravan.model.Refused;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which of several a manifest means: the one it names, or the only one there is. */
final class Choice {
    private static final int SHOWN = 50;

    private Choice() {}

    /** The configuration, or a refusal that lists those there are. */
    static String config(String id, Optional<String> wanted, Collection<String> there) {
        return of("dataset_config", "configuration", "'" + id + "'", wanted, there);
    }

    /** The split, or a refusal that lists those there are. */
    static String split(String id, String config, Optional<String> wanted, Collection<String> there) {
        return of("split", "split", "configuration '" + config + "' of '" + id + "'", wanted, there);
    }

    private static String of(
            String field, String what, String where, Optional<String> wanted, Collection<String> there) {
        if (wanted.isPresent() && there.contains(wanted.get())) {
            return wanted.get();
        }
        if (wanted.isEmpty() && there.size() == 1) {
            return there.iterator().next();
        }
        String found = wanted.map(name -> where + " has no " + what + " '" + name + "'"
                        + Nearest.to(name, there)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("."))
                .orElse(where + " has several " + what + "s; name one.");
        throw Refused.because(field, found + " There are: " + shown(there));
    }

    private static String shown(Collection<String> there) {
        List<String> names = there.stream().limit(SHOWN).toList();
        return names.isEmpty()
                ? "none"
                : String.join(", ", names) + (there.size() > SHOWN ? " and " + (there.size() - SHOWN) + " more" : "");
    }
}
