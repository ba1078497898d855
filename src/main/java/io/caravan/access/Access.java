package io.caravan.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides who may read and steer. The page's own files are for everybody, as they hold no data. Everything else needs a
 * token, but what comes from the same machine to a service that listens on it alone: that may read, and under the local
 * commands steer. Thread-safe.
 */
public final class Access {
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final Pattern PAGE = Pattern.compile("/|/openapi\\.json|/favicon\\.ico|/(?:web|lib)/.*");
    private static final Pattern LOOPBACK = Pattern.compile("(?i)(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d+)?");
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/=-]+)");

    private final boolean loopback;
    private final boolean local;
    private final List<Tokens> tokens;

    private Access(boolean loopback, boolean local, List<Tokens> tokens) {
        this.loopback = loopback;
        this.local = local;
        this.tokens = tokens;
    }

    /**
     * What is asked for.
     *
     * @param path decoded and without dots
     * @param host the header of this name; a page elsewhere that had its name lead to us cannot fake it
     * @param direct it comes from this machine, and nothing says that it was passed on from another one
     * @param authorization the header of this name
     */
    public record Request(String method, String path, String host, boolean direct, Optional<String> authorization) {}

    /**
     * Reads the settings {@code caravan.access.*}; empty texts are settings that are not made.
     *
     * @param host what the server listens on
     * @param local the same machine may steer without a token
     * @throws IllegalArgumentException when the service would be open to others
     */
    public static Access of(String host, String token, String issuer, String audience, boolean local) {
        var tokens = new ArrayList<Tokens>();
        if (!token.isBlank()) {
            tokens.add(new SharedToken(token.strip()));
        }
        if (!issuer.isBlank()) {
            tokens.add(new IssuedTokens(URI.create(issuer.strip()), audience.strip(), InstantSource.system()));
        }
        boolean loopback = loopback(host);
        if (!loopback && tokens.isEmpty()) {
            throw new IllegalArgumentException("camel.server.host is " + host
                    + ", which others reach, and nothing says who may: set CARAVAN_ACCESS_TOKEN (caravan.access.token)"
                    + " or CARAVAN_ACCESS_ISSUER (caravan.access.issuer), or listen on 127.0.0.1");
        }
        return new Access(loopback, local, List.copyOf(tokens));
    }

    /** Judges a request. May ask the issuer for its keys, and so take seconds. */
    public Verdict decide(Request request) {
        boolean reads = READS.contains(request.method());
        if (reads && PAGE.matcher(request.path()).matches()) {
            return new Verdict.Allowed();
        }
        if (loopback && request.direct() && LOOPBACK.matcher(request.host()).matches() && (reads || local)) {
            return new Verdict.Allowed();
        }
        if (tokens.isEmpty()) {
            return new Verdict.Refused("this needs a token, and the service has none: start it with"
                    + " CARAVAN_ACCESS_TOKEN or CARAVAN_ACCESS_ISSUER");
        }
        var bearer = BEARER.matcher(request.authorization().orElse(""));
        if (!bearer.matches()) {
            return new Verdict.Refused("this needs a token, as the header Authorization: Bearer <token>");
        }
        return check(bearer.group(1));
    }

    /** One kind is enough; of several that do not take it, the last one says why. */
    private Verdict check(String token) {
        Verdict verdict = new Verdict.Refused("");
        for (Tokens kind : tokens) {
            verdict = kind.check(token);
            if (verdict instanceof Verdict.Allowed) {
                return verdict;
            }
        }
        return verdict;
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // and so to be protected
        }
    }
}
