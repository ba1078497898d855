package io.caravan.fakes;

import io.caravan.model.Notice;
import io.caravan.model.RunId;
import io.caravan.port.Notices;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notices in memory, with the same conditions on every write. */
public final class MemoryNotices implements Notices {
    private final Map<String, Notice> notices = new LinkedHashMap<>();
    private final Map<String, Instant> due = new LinkedHashMap<>();

    @Override
    public boolean add(Notice notice) {
        due.putIfAbsent(notice.id(), notice.at());
        return notices.putIfAbsent(notice.id(), notice) == null;
    }

    @Override
    public Optional<Notice> notice(RunId run, String key) {
        return Optional.ofNullable(notices.get(run + "_" + key));
    }

    @Override
    public List<Notice> of(RunId run) {
        return notices.values().stream()
                .filter(notice -> notice.run().equals(run))
                .toList();
    }

    @Override
    public List<Notice> due(Instant now, int limit) {
        return notices.values().stream()
                .filter(notice -> notice.state() == Notice.State.WAITING)
                .filter(notice -> !due.get(notice.id()).isAfter(now))
                .limit(limit)
                .toList();
    }

    @Override
    public void postpone(Notice notice, Instant until) {
        due.put(notice.id(), until);
    }

    @Override
    public boolean write(Notice notice, Instant next) {
        if (notices.get(notice.id()).version() != notice.version() - 1) {
            return false;
        }
        notices.put(notice.id(), notice);
        due.put(notice.id(), next);
        return true;
    }
}
