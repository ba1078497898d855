package io.caravan.model;

import java.util.Optional;

/** Where a run's data set comes from. */
public sealed interface Source {

    /** How its CSV files are written. */
    default CsvForm csv() {
        return CsvForm.USUAL;
    }

    /** An object of a known format, or a prefix ending in {@code /} with all such objects below it. */
    record Stored(S3Uri uri, CsvForm csv) implements Source {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /**
     * A data set of the Hugging Face Hub.
     *
     * @param dataset {@code <owner>/<name>}, or a name alone
     * @param config which of its configurations; empty for the only or default one
     * @param split for example {@code train}; empty for the only one
     * @param revision a branch, a tag or a commit; empty for the head
     */
    record Hub(String dataset, Optional<String> config, Optional<String> split, Optional<String> revision)
            implements Source {
        @Override
        public String toString() {
            var words = new StringBuilder("hf://datasets/").append(dataset);
            revision.ifPresent(name -> words.append('@').append(name));
            config.ifPresent(name -> words.append('/').append(name));
            split.ifPresent(name -> words.append('/').append(name));
            return words.toString();
        }
    }
}
