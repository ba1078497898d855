package io.caravan.chaos;

import java.util.List;

/** Messages that nobody can make sense of, or that are none of the service's business. */
record Nonsense(String queue, String message) {
    /** What marks the messages that may be parked. */
    private static final String MARK = "chaos-poison";

    /** Characters: SQS takes no message much longer than this. */
    private static final int LONG = 200_000;

    static List<Nonsense> all() {
        return List.of(
                event(MARK + ": this is no event {"),
                event("{\"detail\":{\"batchJobName\":7,\"batchJobArn\":{},\"poison\":\"" + MARK + "\"}}"),
                event("{\"poison\":\"" + MARK + "\",\"detail\":{\"batchJobName\":\"some"),
                event("{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"poison\":\"" + MARK
                        + "\"}}"),
                event("[\"" + MARK + "\"]"),
                event(MARK + " ".repeat(LONG)),
                event(
                        "{\"detail\":{\"batchJobName\":\"somebody-elses-00001-1\",\"batchJobArn\":\"arn:aws:bedrock:us-east-1:"
                                + "210987654321:model-invocation-job/abcdefghijkl\",\"status\":\"Failed\",\"failureMessage\":\""
                                + MARK.repeat(LONG / MARK.length()) + "\"}}"),
                new Nonsense("caravan-inbox", MARK),
                // AWS sends this one whenever notifications are set up.
                new Nonsense(
                        "caravan-inbox",
                        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"" + MARK + "\"}"),
                new Nonsense(
                        "caravan-inbox",
                        "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"caravan\"},\"object\":{\"key\":\"inbox/" + MARK
                                + ".json\"}}}]}"),
                new Nonsense("caravan-plan", MARK + "-00001-1"),
                new Nonsense("caravan-chunk", MARK + "-00001-1"),
                new Nonsense("caravan-collect", MARK + "-00001-1"),
                new Nonsense("caravan-aggregate", MARK + "-00001-1"),
                new Nonsense("caravan-cancel", MARK),
                new Nonsense("caravan-retry", "../" + MARK),
                new Nonsense("caravan-submit", MARK));
    }

    private static Nonsense event(String message) {
        return new Nonsense("caravan-events", message);
    }
}
