package io.caravan.aws;

import io.caravan.port.Witness;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Tells how each call of the SDK went, its retries included. */
public record CallMeter(Witness witness) implements ExecutionInterceptor {
    private static final ExecutionAttribute<Long> BEGAN = new ExecutionAttribute<>("caravan.began");

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        attributes.putAttribute(BEGAN, System.nanoTime());
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        tell(attributes, "ok");
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        tell(attributes, outcome(context.exception()));
    }

    private static String outcome(Throwable failure) {
        if (!(failure instanceof AwsServiceException answer)) {
            return "unanswered";
        }
        if (answer.isThrottlingException()) {
            return "throttled";
        }
        return answer.statusCode() >= 500 ? "failed" : "refused";
    }

    private void tell(ExecutionAttributes attributes, String outcome) {
        Long began = attributes.getAttribute(BEGAN);
        witness.called(
                String.valueOf(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME)),
                String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)),
                outcome,
                Duration.ofNanos(began == null ? 0 : System.nanoTime() - began));
    }
}
