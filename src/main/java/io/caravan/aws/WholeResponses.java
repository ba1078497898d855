package io.caravan.aws;

import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Has a call repeated whose response breaks off within its headers. The HTTP client takes the end of the connection for
 * the end of the headers, and what follows for an empty body: an object of no bytes, a query without items. Thread-safe.
 */
public final class WholeResponses implements ExecutionInterceptor {
    private static final int NO_CONTENT = 204;

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        boolean hasBody = context.httpRequest().method() != SdkHttpMethod.HEAD
                && context.httpResponse().statusCode() != NO_CONTENT;
        if (hasBody && !saysWhereItEnds(context.httpResponse())) {
            throw RetryableException.create("the response of "
                    + context.httpRequest().host() + " broke off: it has neither Content-Length nor Transfer-Encoding");
        }
    }

    /** As every response does on a connection that is kept open (RFC 9112, 6.3). */
    private static boolean saysWhereItEnds(SdkHttpResponse response) {
        return response.firstMatchingHeader("Content-Length").isPresent()
                || response.firstMatchingHeader("Transfer-Encoding").isPresent();
    }
}
