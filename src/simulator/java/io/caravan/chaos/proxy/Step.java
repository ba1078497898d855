package io.caravan.chaos.proxy;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A step of the service that can be recognised by the call that takes it: the points at which a replica dies in turn.
 * None of this is asked of the service; it is read off the wire, and a step at which nobody died is reported as such.
 */
public record Step(String name, Predicate<Call> taken) {

    /** All steps in the order in which a run takes them. */
    public static List<Step> all() {
        return Stream.of(inbox(), plan(), chunk(), submit(), track(), collect(), aggregate(), steered(), parked())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Step> inbox() {
        return List.of(
                object("inbox: run.json written", "PutObject", "/run.json"),
                new Step(
                        "inbox: slots opened",
                        call -> call.is(Service.DYNAMODB, "UpdateItem") && call.says("if_not_exists(inUse")),
                write("inbox: run added", "attribute_not_exists", "\"runs\""),
                new Step(
                        "inbox: manifest removed",
                        call -> call.is(Service.S3, "DeleteObject")
                                && call.path().contains("/inbox/")),
                new Step(
                        "inbox: refused manifest copied",
                        call -> call.is(Service.S3, "CopyObject") && call.path().contains("/rejected/")),
                object("inbox: refusal explained", "PutObject", ".error.json"),
                sent("inbox: plan called", "caravan-plan"),
                done("inbox: message done", "caravan-inbox"));
    }

    private static List<Step> plan() {
        return List.of(
                new Step(
                        "plan: source pinned",
                        call -> call.service() == Service.S3
                                && List.of("CopyObject", "UploadPartCopy", "CompleteMultipartUpload")
                                        .contains(call.operation())
                                && call.path().contains("/source/")),
                object("plan: source named", "PutObject", "/source.json"),
                write("plan: jobs added", "attribute_not_exists", "jobs_Planned", "job#01"),
                run("plan: run planned", "Running"),
                done("plan: message done", "caravan-plan"));
    }

    private static List<Step> chunk() {
        return List.of(
                moved("chunk: turn given", "Planned", "Writing"),
                sent("chunk: called", "caravan-chunk"),
                object("chunk: input written", "PutObject", "/input.jsonl"),
                new Step(
                        "chunk: part of input written",
                        call -> call.is(Service.S3, "UploadPart") && call.path().endsWith("/input.jsonl")),
                object("chunk: input completed", "CompleteMultipartUpload", "/input.jsonl"),
                moved("chunk: job ready", "Writing", "Ready"),
                sent("chunk: submit called", "caravan-submit"),
                done("chunk: message done", "caravan-chunk"));
    }

    private static List<Step> submit() {
        return List.of(
                moved("submit: slot claimed", "Ready", "Submitting"),
                new Step("submit: job created", call -> call.is(Service.BEDROCK, "CreateModelInvocationJob")),
                moved("submit: job submitted", "Submitting", "Submitted"),
                new Step(
                        "submit: pool paused",
                        call -> call.is(Service.DYNAMODB, "UpdateItem") && call.says("pauseReason")),
                moved("submit: slot given back", "Submitting", "Ready"),
                done("submit: message done", "caravan-submit"));
    }

    private static List<Step> track() {
        return List.of(
                new Step("track: job looked at", call -> call.is(Service.BEDROCK, "GetModelInvocationJob")),
                new Step("track: jobs listed", call -> call.is(Service.BEDROCK, "ListModelInvocationJobs")),
                moved("track: job ended, slot freed", "Submitted", "Ended"),
                sent("track: collect called", "caravan-collect"),
                done("track: event done", "caravan-events"));
    }

    private static List<Step> collect() {
        return List.of(
                new Step(
                        "collect: answers fetched",
                        call -> call.is(Service.S3, "GetObject") && call.path().endsWith(".jsonl.out")),
                part("collect: part written", "PutObject", "/parts/[0-9]{5}\\.csv"),
                part("collect: part completed", "CompleteMultipartUpload", "/parts/[0-9-]+\\.csv"),
                part("collect: errors of part written", "PutObject", "/parts/[0-9-]+\\.errors\\.jsonl"),
                part("collect: failures of part written", "PutObject", "/parts/[0-9-]+\\.failed\\.txt"),
                moved("collect: job collected", "Ended", "Collected"),
                part("collect: part joined again", "PutObject", "/parts/[0-9]{5}-[0-9]+\\.csv"),
                sent("collect: aggregate called", "caravan-aggregate"),
                done("collect: message done", "caravan-collect"));
    }

    private static List<Step> aggregate() {
        return List.of(
                write("aggregate: next attempt added", "attribute_not_exists", "jobs_Planned", "job#02"),
                object("aggregate: result written", "PutObject", "/result.csv"),
                object("aggregate: result completed", "CompleteMultipartUpload", "/result.csv"),
                new Step(
                        "aggregate: errors written",
                        call -> call.is(Service.S3, "PutObject")
                                && call.path().matches(".*/runs/[^/]+/errors\\.jsonl")),
                object("aggregate: summary written", "PutObject", "/summary.json"),
                run("aggregate: run done", "Done"),
                object("aggregate: status written", "PutObject", "/status.json"),
                done("aggregate: message done", "caravan-aggregate"));
    }

    /** What a user asks for in between. */
    private static List<Step> steered() {
        return List.of(
                sent("cancel: called", "caravan-cancel"),
                run("cancel: run cancelling", "Cancelling"),
                moved("cancel: waiting job ended", "Ready", "Ended"),
                new Step("cancel: job stopped", call -> call.is(Service.BEDROCK, "StopModelInvocationJob")),
                done("cancel: message done", "caravan-cancel"),
                sent("retry: called", "caravan-retry"),
                done("retry: message done", "caravan-retry"));
    }

    private static List<Step> parked() {
        return List.of(
                new Step("failures: noted", call -> call.is(Service.DYNAMODB, "PutItem") && call.says("\"parked\"")),
                sent("failures: parked", "caravan-failures"));
    }

    private static Step part(String name, String operation, String path) {
        return new Step(
                name, call -> call.is(Service.S3, operation) && call.path().matches(".*" + path));
    }

    /** A run's move, by the state in its body. */
    private static Step run(String name, String state) {
        return write(name, "\\\"is\\\":\\\"" + state + "\\\"", "version = :read");
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
