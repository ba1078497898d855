package io.caravan.model;

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
     * A split of a data set of the Hugging Face Hub, at a commit.
     *
     * @param dataset {@code <owner>/<name>}, or a name alone
     * @param config which of its configurations
     * @param split for example {@code train}
     * @param revision the commit whose data it is
     */
    record Hub(String dataset, String config, String split, String revision, Conversion conversion) implements Source {
        @Override
        public String toString() {
            return "hf://datasets/" + dataset + "@" + revision + "/" + config + "/" + split;
        }
    }
}
