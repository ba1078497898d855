package io.caravan.hub;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Where the Hub is, and where else its answers may lead.
 *
 * @param hub the Hub's API and files, without a slash at the end
 * @param viewer the dataset viewer's API, without a slash at the end
 * @param hosts redirects may lead to these hosts and those below them
 */
public record Endpoints(URI hub, URI viewer, List<String> hosts) {
    public Endpoints {
        hosts = List.copyOf(hosts);
    }

    /** Reads them from settings; {@code hosts} are separated by commas. */
    public static Endpoints of(String hub, String viewer, String hosts) {
        return new Endpoints(
                endpoint("caravan.hub.endpoint", hub),
                endpoint("caravan.hub.viewer", viewer),
                List.of(hosts.split(",", -1)).stream()
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .filter(host -> !host.isEmpty())
                        .toList());
    }

    private static URI endpoint(String key, String text) {
        URI uri = URI.create(text.replaceAll("/+$", ""));
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException(
                    key + ": '" + text + "' is not an endpoint; it looks like https://huggingface.co");
        }
        return uri;
    }

    /**
     * Whether a redirect may be followed: to the endpoints themselves, or over TLS to a host that is named. What the Hub
     * says cannot lead into the network that the service stands in.
     */
    boolean follows(URI to) {
        if (isEndpoint(to)) {
            return true;
        }
        String host = to.getHost();
        boolean safe = "https".equals(to.getScheme()) || hub.getScheme().equals(to.getScheme());
        return host != null && to.getUserInfo() == null && safe && named(host.toLowerCase(Locale.ROOT));
    }

    /** Whether the token may be sent there: to the endpoints and nowhere else. */
    boolean isEndpoint(URI uri) {
        return sameOrigin(uri, hub) || sameOrigin(uri, viewer);
    }

    private boolean named(String host) {
        return hosts.stream().anyMatch(known -> host.equals(known) || host.endsWith("." + known));
    }

    private static boolean sameOrigin(URI a, URI b) {
        return Objects.equals(a.getScheme(), b.getScheme())
                && b.getHost().equalsIgnoreCase(a.getHost())
                && port(a) == port(b)
                && a.getUserInfo() == null;
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }
}
