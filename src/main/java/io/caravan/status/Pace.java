package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fast a run goes, and when it may end if it goes on so.
 *
 * @param recordsPerMinute since its jobs began
 * @param earliest the end, judged by the records that Bedrock has worked on
 * @param latest the end, judged by the records whose answers are joined; null before the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Pace(
        @JsonProperty("records_per_minute") double recordsPerMinute,
        String earliest,
        @Nullable String latest) {

    /** Empty as long as nothing can be said. */
    static Optional<Pace> of(long records, long processed, long joined, Instant since, Instant now) {
        Duration gone = Duration.between(since, now);
        if (processed <= 0 || gone.isZero() || gone.isNegative()) {
            return Optional.empty();
        }
        double perMinute = processed * 60_000.0 / gone.toMillis();
        return Optional.of(new Pace(
                Math.round(perMinute * 10) / 10.0,
                end(records, processed, gone, now),
                joined > 0 ? end(records, joined, gone, now) : null));
    }

    private static String end(long records, long done, Duration gone, Instant now) {
        double rest = (double) Math.max(0, records - done) / done;
        return now.plusMillis(Math.round(gone.toMillis() * rest))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
