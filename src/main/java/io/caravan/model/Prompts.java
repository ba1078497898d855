package io.caravan.model;

import java.util.List;
import java.util.Optional;

/** What a run asks its model about its rows. */
public sealed interface Prompts {

    /** Nothing: the rows are records already, whose {@code modelInput} is sent as it is. */
    record None() implements Prompts {
        @Override
        public List<Prompt> all() {
            return List.of();
        }
    }

    /** The same about every row. */
    record One(Prompt prompt) implements Prompts {
        @Override
        public List<Prompt> all() {
            return List.of(prompt);
        }
    }

    /** Several about every row: each is a record of its own. All have ids. */
    record Each(List<Prompt> all) implements Prompts {
        public Each {
            all = List.copyOf(all);
        }
    }

    /**
     * The one whose id a row has in a column.
     *
     * @param all those that it may name; all have ids
     */
    record Named(String column, List<Prompt> all) implements Prompts {
        public Named {
            all = List.copyOf(all);
        }
    }

    /** All prompts of the run. */
    List<Prompt> all();

    /** Whether a record may have one or another. */
    default boolean several() {
        return switch (this) {
            case None none -> false;
            case One one -> false;
            case Each each -> true;
            case Named named -> true;
        };
    }

    /** The same prompts with another system prompt. */
    default Prompts withSystem(String system) {
        return switch (this) {
            case None none -> none;
            case One one -> new One(one.prompt().withSystem(Optional.of(system)));
            case Each each -> new Each(systems(system));
            case Named named -> new Named(named.column(), systems(system));
        };
    }

    private List<Prompt> systems(String system) {
        return all().stream()
                .map(prompt -> prompt.withSystem(Optional.of(system)))
                .toList();
    }

    /** Records that become of a row. */
    default int perRow() {
        return this instanceof Each each ? each.all().size() : 1;
    }
}
