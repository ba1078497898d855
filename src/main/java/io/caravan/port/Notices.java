package io.caravan.port;

import io.caravan.model.Notice;
import io.caravan.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What others are to be told. That a run came into a state, and what is to be told of it, is written by the inventory in
 * one transaction: neither is there without the other. Thread-safe.
 */
public interface Notices {

    /** Adds a notice that follows from no state; false when it is already there. */
    boolean add(Notice notice);

    Optional<Notice> notice(RunId run, String key);

    /** All notices of a run. */
    List<Notice> of(RunId run);

    /** Waiting notices whose time has come. */
    List<Notice> due(Instant now, int limit);

    /** Not due again before then: somebody is at it. */
    void postpone(Notice notice, Instant until);

    /**
     * Writes a notice over the version before it; false when somebody else wrote it since it was read.
     *
     * @param due when it is to be sent; of no meaning for one that does not wait
     */
    boolean write(Notice notice, Instant due);
}
