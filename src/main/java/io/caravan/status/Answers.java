package io.caravan.status;

import io.caravan.model.Absent;
import io.caravan.model.Refused;
import io.caravan.port.HubSilent;
import io.caravan.port.NewerItem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What answers over HTTP have beside their bodies. Thread-safe. */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final int DIGITS = 16;

    /** Whether somebody waits for an answer over HTTP, whose method it was asked with. */
    public boolean awaited(@Nullable String method) {
        return method != null;
    }

    /** What an error is told as. */
    public ProblemDetails problem(Exception error, String uri) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            Optional<ProblemDetails> problem = told(cause);
            if (problem.isPresent()) {
                return problem.get();
            }
        }
        LOG.error("{} failed", uri, error);
        return ProblemDetails.of(500, "the service's log tells why; what was asked for may work when asked again");
    }

    private static Optional<ProblemDetails> told(Throwable error) {
        if (error instanceof Declined declined) {
            return Optional.of(ProblemDetails.of(declined.status(), String.valueOf(declined.getMessage())));
        }
        if (error instanceof Absent absent) {
            return Optional.of(ProblemDetails.of(404, String.valueOf(absent.getMessage())));
        }
        if (error instanceof Refused refused) {
            return Optional.of(ProblemDetails.refused(refused.problems()));
        }
        if (error instanceof HubSilent silent) {
            return Optional.of(ProblemDetails.of(503, String.valueOf(silent.getMessage())));
        }
        if (error instanceof NewerItem newer) {
            return Optional.of(ProblemDetails.of(503, String.valueOf(newer.getMessage())));
        }
        return Optional.empty();
    }

    /** The {@code ETag} of a body, without its quotes: the same as long as its bytes are. */
    public String tag(byte[] body) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(sum).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether a client has the body of this tag already, by its {@code If-None-Match}. Quotes are not looked at: Camel takes
     * the outer ones of an argument off.
     */
    public boolean known(String tag, @Nullable String had) {
        return had != null
                && Arrays.stream(had.split(",", -1))
                        .map(one -> one.replace("\"", "").strip())
                        .anyMatch(one -> one.equals(tag) || one.equals("W/" + tag) || one.equals("*"));
    }

    /**
     * The {@code Link} to the page behind one that is not the last, as RFC 8288 has it.
     *
     * @param uri of this page, with its query
     */
    public String link(Page<?> page, String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        String others = query < 0
                ? ""
                : Stream.of(uri.substring(query + 1).split("&", -1))
                        .filter(word -> !word.isEmpty() && !word.startsWith("cursor="))
                        .map(word -> "&" + word)
                        .collect(Collectors.joining());
        String next = URLEncoder.encode(page.next().orElseThrow(), StandardCharsets.UTF_8);
        return "<" + path + "?cursor=" + next + others + ">; rel=\"next\"";
    }
}
