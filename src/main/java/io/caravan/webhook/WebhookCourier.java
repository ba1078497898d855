package io.caravan.webhook;

import io.caravan.model.Notice;
import io.caravan.model.WebhookHosts;
import io.caravan.port.Courier;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * POSTs notices to webhooks: to allowed hosts of the internet, signed by the specification of Standard Webhooks, without
 * following redirects, and without reading more of the answer than its status. Thread-safe.
 */
public final class WebhookCourier implements Courier, AutoCloseable {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout ANSWER = Timeout.ofSeconds(15);
    /** Of all of it; who sends a header a second has not answered either. */
    private static final Duration WHOLE = Duration.ofSeconds(20);
    /** The receiver wants no more, by the specification. */
    private static final int GONE = 410;

    private final WebhookHosts hosts;
    private final Optional<Signature> signature;
    private final InstantSource clock;
    private final CloseableHttpClient http;

    /** @param secret of the signatures; empty for none, and then nothing is sent */
    public WebhookCourier(WebhookHosts hosts, String secret, InstantSource clock) {
        this.hosts = hosts;
        this.signature = secret.isBlank() ? Optional.empty() : Optional.of(new Signature(secret.strip()));
        if (signature.isEmpty() && !hosts.names().isEmpty()) {
            throw new IllegalArgumentException("caravan.notify.hosts lets webhooks be sent, which are signed: set"
                    + " CARAVAN_NOTIFY_SECRET, for example to: echo whsec_$(openssl rand -base64 32)");
        }
        this.clock = clock;
        http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new PublicAddresses(hosts.plain()))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(ANSWER).build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("caravan")
                .build();
    }

    @Override
    public boolean serves(String target) {
        return target.startsWith("https://") || target.startsWith("http://");
    }

    @Override
    public Receipt carry(Notice notice, String text) {
        URI target = URI.create(notice.target());
        if (!hosts.allows(target) || signature.isEmpty()) {
            return new Receipt.Refused(
                    target.getHost() + " is not among the hosts of the setting caravan.notify.hosts");
        }
        Instant now = clock.instant();
        var post = new HttpPost(target);
        post.setHeader("webhook-id", notice.id());
        post.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
        post.setHeader("webhook-signature", signature.get().of(notice.id(), now, text));
        post.setEntity(new StringEntity(text, ContentType.APPLICATION_JSON));
        var late = CompletableFuture.delayedExecutor(WHOLE.toSeconds(), TimeUnit.SECONDS);
        var cut = CompletableFuture.runAsync(post::cancel, late);
        try (var answer = http.executeOpen(HttpHost.create(target), post, null)) {
            return receipt(answer.getCode());
        } catch (IOException | RuntimeException e) {
            return new Receipt.Missed(e.getClass().getSimpleName() + ": " + e.getMessage());
        } finally {
            cut.cancel(false);
        }
    }

    private static Receipt receipt(int status) {
        String words = "answered " + status;
        if (status / 100 == 2) {
            return new Receipt.Taken(words);
        }
        return status == GONE ? new Receipt.Refused(words) : new Receipt.Missed(words);
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
