package io.caravan.model;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where webhooks may lead.
 *
 * @param names hosts, each with those below it
 * @param plain whether http:// and addresses of private networks will do; for the embedded cloud
 */
public record WebhookHosts(List<String> names, boolean plain) {
    public static final WebhookHosts NONE = new WebhookHosts(List.of(), false);

    /** Reads names separated by commas. */
    public static WebhookHosts of(String names, boolean plain) {
        return new WebhookHosts(
                Arrays.stream(names.split(",", -1))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.isEmpty())
                        .toList(),
                plain);
    }

    public boolean allows(URI uri) {
        String host = uri.getHost();
        boolean encrypted = "https".equals(uri.getScheme()) || (plain && "http".equals(uri.getScheme()));
        return host != null && encrypted && uri.getUserInfo() == null && named(host.toLowerCase(Locale.ROOT));
    }

    private boolean named(String host) {
        return names.stream().anyMatch(name -> host.equals(name) || host.endsWith("." + name));
    }
}
