package io.caravan.hub;

import io.caravan.port.Hub;
import io.caravan.port.HubSilent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The Hugging Face Hub over HTTP. A split is taken from the repository's own Parquet files where it has them, and
 * otherwise from those that the Hub makes.
 */
public final class HuggingFace implements Hub, AutoCloseable {
    private final Http http;
    private final Api api;
    private final Pause pause;

    /**
     * @param token for private and gated data sets; sent to the endpoints alone
     * @param patience how long nothing may come
     */
    public HuggingFace(Endpoints endpoints, Optional<String> token, Duration patience, Pause pause) {
        this.http = new Http(endpoints, token, patience);
        this.api = new Api(http, endpoints);
        this.pause = pause;
    }

    @Override
    public Split find(Wish wish) {
        Api.Repository at = api.repository(wish.datasetId(), wish.revision().orElse("main"));
        return new Own(api).find(wish, at).orElseGet(() -> new Converted(api).find(wish, at));
    }

    @Override
    public InputStream read(File file, long from, long to) {
        URI uri = api.file(file.datasetId(), file.commit(), file.path());
        return new FileStream(uri, position -> open(uri, file, position, to), pause, from, to);
    }

    private InputStream open(URI uri, File file, long from, long to) throws IOException {
        Reply reply = http.get(uri, from, to);
        try {
            api.check(reply, file.datasetId(), file.commit());
            if (reply.status() != 206 && from > 0) {
                throw new HubSilent(reply.from().getHost() + " sends whole files only");
            }
            return reply.body();
        } catch (IOException | RuntimeException e) {
            reply.close();
            throw e;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
