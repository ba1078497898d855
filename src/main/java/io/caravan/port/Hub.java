package io.caravan.port;

import io.caravan.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Data sets of the Hugging Face Hub, as Parquet files. Thread-safe. */
public interface Hub {

    /**
     * What a manifest asks for.
     *
     * @param datasetId {@code owner/name}, or the name alone of the oldest data sets
     * @param revision a branch, a tag or a commit; the newest when there is none
     */
    record Wish(String datasetId, Optional<String> config, Optional<String> split, Optional<String> revision) {
        public static Wish of(String datasetId) {
            return new Wish(datasetId, Optional.empty(), Optional.empty(), Optional.empty());
        }

        public Wish config(String name) {
            return new Wish(datasetId, Optional.of(name), split, revision);
        }

        public Wish split(String name) {
            return new Wish(datasetId, config, Optional.of(name), revision);
        }

        public Wish revision(String name) {
            return new Wish(datasetId, config, split, Optional.of(name));
        }
    }

    /**
     * A split as it stands at a commit.
     *
     * @param source with the data set as the Hub writes it, which follows renamings
     * @param files in the order of their rows
     */
    record Split(Source.Hub source, List<File> files) {}

    /**
     * A file at a commit.
     *
     * @param commit what pins its bytes; of the branch of conversions, when the Hub made it
     * @param sha256 of its bytes in hexadecimal digits; empty when the Hub does not say
     */
    record File(String datasetId, String commit, String path, long size, String sha256) {
        @Override
        public String toString() {
            return "hf://datasets/" + datasetId + "@" + commit + "/" + path;
        }
    }

    /**
     * Finds a split.
     *
     * @throws io.caravan.model.Refused when it is not there, or not to be read by us: with what is there
     * @throws HubSilent when the Hub does not answer, or not yet
     */
    Split find(Wish wish);

    /**
     * The bytes from {@code from} (inclusive) to {@code to} (exclusive); what breaks off is asked for again from there.
     * The caller closes the stream.
     *
     * @throws io.caravan.model.Refused when the file is not to be read by us
     */
    InputStream read(File file, long from, long to) throws IOException;
}
