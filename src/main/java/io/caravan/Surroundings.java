package io.caravan;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The services that the routes need from their start. A container is often up before its network is: it waits for them
 * rather than ending, and is not ready for as long.
 *
 * @param pause between two looks
 */
record Surroundings(Duration pause) {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    /**
     * Waits until the service answers.
     *
     * @param what is looked for, in words
     * @throws IllegalStateException an answer that waiting will not change: there is no such thing, or no permission
     */
    void await(String service, String what, Runnable call) throws InterruptedException {
        while (true) {
            try {
                call.run();
                return;
            } catch (SdkException e) {
                if (!passes(e)) {
                    throw new IllegalStateException(service + " has no " + what + " for us: " + e.getMessage(), e);
                }
                LOG.warn("{} does not answer; asked again in {} s: {}", service, pause.toSeconds(), e.getMessage());
                Thread.sleep(pause);
            }
        }
    }

    private static boolean passes(SdkException e) {
        return e instanceof SdkClientException
                || (e instanceof AwsServiceException answer
                        && (answer.statusCode() >= 500 || answer.isThrottlingException()));
    }
}
