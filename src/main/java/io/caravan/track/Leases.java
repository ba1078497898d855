package io.caravan.track;

import io.caravan.port.Inventory;
import java.time.Duration;
import java.time.InstantSource;

/** Lets one replica at a time do what all of them have a timer for. Thread-safe. */
public final class Leases {
    private final Inventory inventory;
    private final String replica;
    private final Duration length;
    private final InstantSource clock;

    /**
     * @param replica a name that no other replica has
     * @param length after so long without renewal, another replica takes over
     */
    public Leases(Inventory inventory, String replica, Duration length, InstantSource clock) {
        this.inventory = inventory;
        this.replica = replica;
        this.length = length;
        this.clock = clock;
    }

    /** Whether this replica is the one, now. */
    public boolean hold(String name) {
        return inventory.lease(name, replica, clock.instant(), length);
    }
}
