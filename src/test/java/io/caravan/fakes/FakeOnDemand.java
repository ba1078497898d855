package io.caravan.fakes;

import io.caravan.port.OnDemand;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Bedrock Runtime as a test wants it; it remembers what it was asked. */
public final class FakeOnDemand implements OnDemand {
    public static final String HELLO =
            "{\"content\":[{\"type\":\"text\",\"text\":\"hello\"}],\"stop_reason\":\"end_turn\","
                    + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";

    /** The model inputs that came. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private Function<String, Reply> replies = input -> new Reply.Answered(HELLO);

    /** What to say from now on. */
    public void says(Function<String, Reply> replies) {
        this.replies = replies;
    }

    @Override
    public Reply invoke(String modelId, boolean converse, String modelInput) {
        asked.add(modelInput);
        return replies.apply(modelInput);
    }
}
