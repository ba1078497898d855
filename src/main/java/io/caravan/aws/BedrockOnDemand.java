package io.caravan.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caravan.port.OnDemand;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceQuotaExceededException;

/** Bedrock Runtime's InvokeModel and Converse by the SDK, which tries nothing again: whoever calls does. */
public final class BedrockOnDemand implements OnDemand {
    private static final String JSON = "application/json";
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final BedrockRuntimeClient runtime;

    /** @param runtime with {@link RawBodies} among its interceptors, and without retries */
    public BedrockOnDemand(BedrockRuntimeClient runtime) {
        this.runtime = runtime;
    }

    @Override
    public Reply invoke(String modelId, boolean converse, String modelInput) {
        try {
            return new Reply.Answered(converse ? converse(modelId, modelInput) : invoke(modelId, modelInput));
        } catch (ServiceQuotaExceededException e) {
            return new Reply.Busy(TOO_MANY, BedrockBatch.message(e));
        } catch (AwsServiceException e) {
            return e.statusCode() == TOO_MANY || e.statusCode() == UNAVAILABLE
                    ? new Reply.Busy(e.statusCode(), BedrockBatch.message(e))
                    : new Reply.Refused(e.statusCode(), BedrockBatch.message(e));
        } catch (SdkException e) {
            return new Reply.Busy(UNAVAILABLE, "no answer: " + BedrockBatch.message(e));
        }
    }

    private String invoke(String modelId, String modelInput) {
        return runtime.invokeModel(request -> request.modelId(modelId)
                        .contentType(JSON)
                        .accept(JSON)
                        .body(SdkBytes.fromUtf8String(modelInput)))
                .body()
                .asUtf8String();
    }

    private String converse(String modelId, String modelInput) {
        var bodies = new RawBodies.Exchange(modelInput.getBytes(UTF_8));
        runtime.converse(request -> request.modelId(modelId)
                .overrideConfiguration(call -> call.putExecutionAttribute(RawBodies.EXCHANGE, bodies)));
        return new String(bodies.answer(), UTF_8);
    }
}
