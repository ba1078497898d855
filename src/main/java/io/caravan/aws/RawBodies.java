package io.caravan.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Lets JSON that is written already pass through an operation that wants shapes: a batch job's Converse body goes out, and
 * its answer comes back, byte for byte, with members that this version of the SDK does not know. Calls without an
 * {@link Exchange} are left as they are.
 */
public final class RawBodies implements ExecutionInterceptor {
    static final ExecutionAttribute<Exchange> EXCHANGE = new ExecutionAttribute<>("caravan.exchange");

    /** The bodies of one call. */
    static final class Exchange {
        private final byte[] request;
        private byte[] answer = {};

        Exchange(byte[] request) {
            this.request = request;
        }

        byte[] answer() {
            return answer;
        }
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        Exchange exchange = attributes.getAttribute(EXCHANGE);
        return exchange == null
                ? context.httpRequest()
                : context.httpRequest().toBuilder()
                        .putHeader("Content-Length", Integer.toString(exchange.request.length))
                        .putHeader("Content-Type", "application/json")
                        .build();
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        Exchange exchange = attributes.getAttribute(EXCHANGE);
        return exchange == null ? context.requestBody() : Optional.of(RequestBody.fromBytes(exchange.request));
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Exchange exchange = attributes.getAttribute(EXCHANGE);
        if (exchange == null || context.responseBody().isEmpty()) {
            return context.responseBody();
        }
        try (InputStream body = context.responseBody().get()) {
            exchange.answer = body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new ByteArrayInputStream(exchange.answer));
    }
}
