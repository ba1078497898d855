package io.caravan.simulator.bedrock;

import io.caravan.simulator.bedrock.Faults.EventFaults;
import io.caravan.simulator.bedrock.Faults.JobFault;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import io.caravan.simulator.inference.Answer;
import io.caravan.simulator.inference.Misfit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The faults in force, with the counts of those that happen a number of times. Thread-safe. */
final class FaultSwitches {

    private Faults faults = Faults.NONE;
    private int throttles;
    private int failures;
    private int lostResponses;
    private int throttledInvocations;
    private int lostInvocations;
    private final Map<Object, Integer> used = new HashMap<>();

    FaultSwitches(Faults faults) {
        set(faults);
    }

    synchronized Faults get() {
        return faults;
    }

    synchronized void set(Faults faults) {
        this.faults = faults;
        this.throttles = faults.throttleCreates();
        this.failures = faults.failCreates();
        this.lostResponses = faults.loseCreateResponses();
        this.throttledInvocations = faults.invocationFaults().throttle();
        this.lostInvocations = faults.invocationFaults().loseResponses();
        used.clear();
    }

    synchronized boolean throttlesCreate() {
        return throttles > 0 && throttles-- > 0;
    }

    synchronized boolean failsCreate() {
        return failures > 0 && failures-- > 0;
    }

    synchronized boolean losesCreateResponse() {
        return lostResponses > 0 && lostResponses-- > 0;
    }

    synchronized boolean throttlesInvocation() {
        return throttledInvocations > 0 && throttledInvocations-- > 0;
    }

    synchronized boolean losesInvocationResponse() {
        return lostInvocations > 0 && lostInvocations-- > 0;
    }

    synchronized EventFaults events() {
        return faults.eventFaults();
    }

    /** The fault for a job that begins; asked once a job, since asking counts. */
    synchronized Optional<JobFault> forJob(String jobName) {
        List<JobFault> rules = faults.jobFaults();
        for (int i = 0; i < rules.size(); i++) {
            JobFault rule = rules.get(i);
            String part = rule.nameContains();
            if ((part == null || jobName.contains(part)) && isLeft("job " + i, rule.times())) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** Whether any record can fail: then, and only then, its text has to be looked at. */
    synchronized boolean mayFailRecords() {
        return !faults.recordFaults().isEmpty();
    }

    /**
     * What becomes of the answer to a record.
     *
     * @param position of the record in the job, from 1
     */
    synchronized Optional<UnaryOperator<Answer>> forRecord(long position, String modelInput) {
        List<RecordFault> rules = faults.recordFaults();
        for (int i = 0; i < rules.size(); i++) {
            RecordFault rule = rules.get(i);
            String part = rule.contains();
            boolean isMeant =
                    part != null ? modelInput.contains(part) : rule.everyNth() > 0 && position % rule.everyNth() == 0;
            if (isMeant && isLeft("record " + i + " " + modelInput, rule.times())) {
                if (rule.misfit() != null) {
                    return Optional.of(Misfit.of(rule.misfit())::applied);
                }
                int code = rule.errorCode() == 0 ? 500 : rule.errorCode();
                var refused = new Answer.Refused(
                        code, Objects.requireNonNullElseGet(rule.errorMessage(), () -> message(code)));
                return Optional.of(answer -> refused);
            }
        }
        return Optional.empty();
    }

    private boolean isLeft(Object key, int times) {
        return times == 0 || used.merge(key, 1, Integer::sum) <= times;
    }

    private static String message(int code) {
        return switch (code) {
            case 400 -> "The provided request is not valid";
            case 408, 424 -> "The model timed out while processing the request";
            case 429 -> "Too many requests, please wait before trying again.";
            case 503 -> "Bedrock is unable to process your request.";
            default -> "The system encountered an unexpected error during processing. Try your request again.";
        };
    }
}
