package io.caravan.chaos.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A step of the service that can be recognised by the call that takes it: the points at which a replica dies in turn.
 * None of this is asked of the service; it is read off the wire, and a step that never comes by is reported as such.
 */
public record Step(String name, Predicate<Call> taken) {

    /** All steps in the order in which a run takes them. */
    public static List<Step> all() {
        var steps = new ArrayList<Step>();
        steps.add(object("inbox: run.json written", "PutObject", "/run.json"));
        steps.add(write("inbox: run added", "attribute_not_exists", "jobs_"));
        steps.add(write("inbox: run listed", "attribute_not_exists", "\"runs\""));
        steps.add(new Step(
                "inbox: manifest removed",
                call -> call.is(Service.S3, "DeleteObject") && call.path().contains("/inbox/")));
        steps.add(sent("inbox: plan called", "caravan-plan"));
        steps.add(done("inbox: message done", "caravan-inbox"));
        steps.add(new Step(
                "plan: source pinned",
                call -> call.service() == Service.S3
                        && List.of("CopyObject", "UploadPartCopy", "CompleteMultipartUpload")
                                .contains(call.operation())
                        && call.path().contains("/source/")));
        steps.add(write("plan: jobs added", "attribute_not_exists", "jobs_Planned"));
        steps.add(sent("plan: chunk called", "caravan-chunk"));
        steps.add(done("plan: message done", "caravan-plan"));
        steps.add(object("chunk: input written", "PutObject", "/input.jsonl"));
        steps.add(object("chunk: input completed", "CompleteMultipartUpload", "/input.jsonl"));
        steps.add(moved("chunk: job ready", "Planned", "Ready"));
        steps.add(sent("chunk: submit called", "caravan-submit"));
        steps.add(done("chunk: message done", "caravan-chunk"));
        steps.add(moved("submit: slot claimed", "Ready", "Submitting"));
        steps.add(new Step("submit: job created", call -> call.is(Service.BEDROCK, "CreateModelInvocationJob")));
        steps.add(moved("submit: job submitted", "Submitting", "Submitted"));
        steps.add(done("submit: message done", "caravan-submit"));
        steps.add(new Step("track: job looked at", call -> call.is(Service.BEDROCK, "GetModelInvocationJob")));
        steps.add(new Step("track: jobs listed", call -> call.is(Service.BEDROCK, "ListModelInvocationJobs")));
        steps.add(moved("track: job ended, slot freed", "Submitted", "Ended"));
        steps.add(sent("track: collect called", "caravan-collect"));
        steps.add(done("track: event done", "caravan-events"));
        steps.add(new Step(
                "collect: answers fetched",
                call -> call.is(Service.S3, "GetObject") && call.path().endsWith(".jsonl.out")));
        steps.add(new Step(
                "collect: part written",
                call -> call.is(Service.S3, "PutObject")
                        && call.path().contains("/parts/")
                        && !call.path().endsWith(".errors.jsonl")));
        steps.add(object("collect: part completed", "CompleteMultipartUpload", ".csv"));
        steps.add(object("collect: errors of part written", "PutObject", ".errors.jsonl"));
        steps.add(moved("collect: job collected", "Ended", "Collected"));
        steps.add(sent("collect: aggregate called", "caravan-aggregate"));
        steps.add(done("collect: message done", "caravan-collect"));
        steps.add(object("aggregate: result written", "PutObject", "/result.csv"));
        steps.add(object("aggregate: result completed", "CompleteMultipartUpload", "/result.csv"));
        steps.add(object("aggregate: errors written", "PutObject", "/errors.jsonl"));
        steps.add(object("aggregate: summary written", "PutObject", "/summary.json"));
        steps.add(object("aggregate: status written", "PutObject", "/status.json"));
        steps.add(done("aggregate: message done", "caravan-aggregate"));
        return List.copyOf(steps);
    }

    private static Step object(String name, String operation, String ending) {
        return new Step(
                name, call -> call.is(Service.S3, operation) && call.path().endsWith(ending));
    }

    private static Step write(String name, String... words) {
        return new Step(name, call -> call.is(Service.DYNAMODB, "TransactWriteItems") && call.says(words));
    }

    /** A job's move, by the two counts that follow it. */
    private static Step moved(String name, String from, String to) {
        return write(name, "\"jobs_" + from + "\"", "\"jobs_" + to + "\"");
    }

    private static Step sent(String name, String queue) {
        return new Step(name, call -> call.is(Service.SQS, "SendMessage") && call.says("/" + queue + "\""));
    }

    private static Step done(String name, String queue) {
        return new Step(name, call -> call.is(Service.SQS, "DeleteMessage") && call.says("/" + queue + "\""));
    }
}
