package io.caravan.inbox;

import io.caravan.format.Bytes;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.HubFile;
import io.caravan.model.BrokenData;
import io.caravan.model.Conversion;
import io.caravan.model.Refused;
import io.caravan.port.Hub;
import io.caravan.port.HubSilent;
import java.io.IOException;
import java.util.regex.Pattern;

/** Looks at a data set of the Hub before a run is accepted, as {@link SourceCheck} does at one on S3. */
record HubCheck(Hub hub) {
    private static final int MOST = 99_999;
    /** Source: {@code validate_repo_id} of huggingface_hub, which the API's paths are made with. */
    private static final Pattern ID = Pattern.compile("([A-Za-z0-9][\\w.-]*/)?[A-Za-z0-9][\\w.-]*");

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final Pattern SLICE = Pattern.compile("(\\w+(\\.\\w+)*)\\s*[\\[+].*");

    /** The split that is meant, with its commit. */
    Hub.Split find(Hub.Wish wish) {
        check(wish);
        Hub.Split split = hub.find(wish);
        if (split.files().size() > MOST) {
            throw Refused.because(
                    "dataset_id", split.source() + " has more than " + MOST + " files; choose a smaller configuration");
        }
        return split;
    }

    /** Refuses what is only the start of a data set to whoever wants the whole of it. */
    static void whole(Hub.Split split, boolean capped) {
        if (split.source().conversion() == Conversion.PARTIAL && !capped) {
            throw Refused.because(
                    "dataset_id",
                    "the Hub has converted only the start of " + split.source() + " to Parquet; set max_records if the"
                            + " start is enough, or take the data set's files to S3 and name them by s3_uri");
        }
    }

    /** The beginning of a data set that has at least one record. */
    Head head(Hub.Split split) {
        try {
            DataSet data = DataSets.open(split.files().stream()
                    .<Bytes>map(file -> new HubFile(hub, file))
                    .toList());
            if (data.isEmpty()) {
                throw Refused.because("dataset_id", split.source() + " has no row");
            }
            return new Head(data.columns(), data.holdsRecords());
        } catch (BrokenData e) {
            throw Refused.because("dataset_id", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new HubSilent(String.valueOf(e.getMessage()), e);
        }
    }

    private static void check(Hub.Wish wish) {
        if (!ID.matcher(wish.datasetId()).matches() || wish.datasetId().contains("..")) {
            throw Refused.because(
                    "dataset_id",
                    "'" + wish.datasetId() + "' is not a data set's id; one is owner/name, as in its address");
        }
        wish.split()
                .map(SLICE::matcher)
                .filter(java.util.regex.Matcher::matches)
                .ifPresent(slice -> {
                    throw Refused.because(
                            "split",
                            "'" + slice.group()
                                    + "' is a part or a sum of splits, which is not supported; name one split, '"
                                    + slice.group(1) + "', and set max_records for its start");
                });
        name("dataset_config", wish.config().orElse("x"));
        name("split", wish.split().orElse("x"));
        name("dataset_revision", wish.revision().orElse("x"));
    }

    private static void name(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw Refused.because(field, "must be a name of at most 200 characters");
        }
    }
}
