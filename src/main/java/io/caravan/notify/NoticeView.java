package io.caravan.notify;

import io.caravan.model.Notice;
import java.util.List;
import java.util.Locale;

/**
 * A notice as users see it.
 *
 * @param event accepted, done, failed or needs-attention
 * @param state waiting, delivered or given-up
 */
public record NoticeView(String id, String event, String target, String at, String state, List<AttemptView> attempts) {

    /** One sending; {@code outcome} in words. */
    public record AttemptView(String at, String outcome) {}

    static NoticeView of(Notice notice) {
        return new NoticeView(
                notice.id(),
                notice.milestone().word(),
                notice.target(),
                notice.at().toString(),
                notice.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                notice.attempts().stream()
                        .map(attempt -> new AttemptView(attempt.at().toString(), attempt.outcome()))
                        .toList());
    }
}
