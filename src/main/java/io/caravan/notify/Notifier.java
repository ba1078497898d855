package io.caravan.notify;

import io.caravan.model.Absent;
import io.caravan.model.Notice;
import io.caravan.model.Notice.Attempt;
import io.caravan.model.RunId;
import io.caravan.port.Courier;
import io.caravan.port.Courier.Receipt;
import io.caravan.port.Notices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends notices until they are taken. One may be sent twice, as when a replica dies before it wrote down that it was
 * taken: its id is the same then. Thread-safe.
 */
public final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final int AT_ONCE = 100;
    /** Between one failure and the next try; after the last, it is given up: about a day and a half in all. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(20));

    private final Notices notices;
    private final List<Courier> couriers;
    private final Duration patience;
    private final InstantSource clock;

    /** @param patience after so long, a notice that was handed out and not written since is handed out again */
    public Notifier(Notices notices, List<Courier> couriers, Duration patience, InstantSource clock) {
        this.notices = notices;
        this.couriers = List.copyOf(couriers);
        this.patience = patience;
        this.clock = clock;
    }

    /** The ids of the notices whose time has come; they are not due again before the patience is over. */
    public List<String> due() {
        Instant now = clock.instant();
        List<Notice> due = notices.due(now, AT_ONCE);
        due.forEach(notice -> notices.postpone(notice, now.plus(patience)));
        return due.stream().map(Notice::id).toList();
    }

    /** Sends a notice, if it still waits. */
    public void send(String id) {
        find(id).filter(notice -> notice.state() == Notice.State.WAITING).ifPresent(this::send);
    }

    private void send(Notice notice) {
        Receipt receipt = couriers.stream()
                .filter(courier -> courier.serves(notice.target()))
                .findFirst()
                .map(courier -> courier.carry(notice, Letter.of(notice)))
                .orElse(new Receipt.Refused("there is no way to such a target"));
        Instant now = clock.instant();
        switch (receipt) {
            case Receipt.Taken taken -> {
                notices.write(notice.delivered(new Attempt(now, taken.words())), now);
                LOG.info("run {}: {} was told to {}", notice.run(), notice.milestone(), notice.target());
            }
            case Receipt.Missed missed -> missed(notice, new Attempt(now, missed.words()));
            case Receipt.Refused refused -> giveUp(notice, new Attempt(now, refused.words()));
        }
    }

    private void missed(Notice notice, Attempt attempt) {
        if (notice.tries() == PAUSES.size()) {
            giveUp(notice, attempt);
        } else {
            notices.write(notice.failed(attempt), attempt.at().plus(PAUSES.get(notice.tries())));
        }
    }

    private void giveUp(Notice notice, Attempt last) {
        notices.write(notice.givenUp(last), last.at());
        LOG.warn(
                "run {}: {} could not be told to {}: {}",
                notice.run(),
                notice.milestone(),
                notice.target(),
                last.outcome());
    }

    /** The notices of a run and how they went; none of a run that there is not. */
    public List<NoticeView> log(String run) {
        return RunId.fits(run)
                ? notices.of(new RunId(run)).stream().map(NoticeView::of).toList()
                : List.of();
    }

    /**
     * Has a notice sent once more, because a user asks for it.
     *
     * @throws Absent when there is none of this id
     */
    public String again(String id) {
        Notice notice = find(id).orElseThrow(() ->
                new Absent("there is no notice '" + id + "'; /api/runs/<run>/notifications lists those of a run"));
        notices.write(notice.again(), clock.instant().plus(patience));
        return id;
    }

    private Optional<Notice> find(String id) {
        int cut = id.lastIndexOf('_');
        return cut > 0 && RunId.fits(id.substring(0, cut))
                ? notices.notice(new RunId(id.substring(0, cut)), id.substring(cut + 1))
                : Optional.empty();
    }
}
