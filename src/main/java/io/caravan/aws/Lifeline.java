package io.caravan.aws;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Knows whether calls can still be made. An {@code Error} in the middle of one, such as a lack of memory, has Apache's client
 * close its pool: from then on every call of the process fails. Thread-safe.
 */
public final class Lifeline implements SdkHttpClient {
    /** Of the message with which a closed pool turns calls down. */
    private static final String CLOSED = "shut down";

    private final SdkHttpClient calls;
    private volatile @Nullable String broken;

    public Lifeline(SdkHttpClient calls) {
        this.calls = calls;
    }

    /** Why no call can be made any more. */
    public Optional<String> broken() {
        return Optional.ofNullable(broken);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = calls.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                try {
                    return prepared.call();
                } catch (IllegalStateException e) {
                    if (String.valueOf(e.getMessage()).contains(CLOSED)) {
                        broken = "no call of AWS can be made any more (" + e.getMessage()
                                + "); an error in an earlier one closed the connections of all, and only a restart opens"
                                + " them again";
                    }
                    throw e;
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String clientName() {
        return calls.clientName();
    }
}
