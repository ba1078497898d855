package io.caravan.model;

import java.math.BigDecimal;

/**
 * How the records of one of several prompts came out.
 *
 * @param id of the prompt; empty for rows that name none of the run's
 * @param inputTokens of the last answers, as {@code outputTokens}
 * @param costUsd what the rows say that they cost, together
 */
public record PromptCount(
        String id, long ok, long failed, long skipped, long inputTokens, long outputTokens, BigDecimal costUsd) {

    /** None yet. */
    public static PromptCount none(String id) {
        return new PromptCount(id, 0, 0, 0, 0, 0, BigDecimal.ZERO);
    }

    /** Together with more of the same prompt. */
    public PromptCount plus(PromptCount other) {
        return new PromptCount(
                id,
                ok + other.ok,
                failed + other.failed,
                skipped + other.skipped,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                costUsd.add(other.costUsd));
    }
}
