package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.caravan.model.Slots;
import io.caravan.port.Inventory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many slots of each pool were in use since this replica was started, for a plot. When there are too many points, each
 * two become one, with the more slots of both: so all of the time is there, ever coarser. Thread-safe.
 */
public final class SlotHistory {
    private static final int MOST = 600;

    private final Inventory inventory;
    private final InstantSource clock;
    private final List<Point> points = new ArrayList<>();
    /** How many looks make a point. */
    private int looks = 1;

    private int looked;

    private record Point(long seconds, Map<String, Use> uses) {}

    private record Use(int inUse, int limit) {
        static Use more(Use one, Use other) {
            return one.inUse >= other.inUse ? one : other;
        }
    }

    /**
     * The slots of a pool over time.
     *
     * @param pool {@code account/region/model}
     * @param seconds times, since 1970
     */
    public record Series(
            String pool,
            List<Long> seconds,
            @JsonProperty("in_use") List<Integer> inUse,
            List<Integer> limit) {}

    public SlotHistory(Inventory inventory, InstantSource clock) {
        this.inventory = inventory;
        this.clock = clock;
    }

    /** Notes the slots in use now. */
    public synchronized void look() {
        var uses = new TreeMap<String, Use>();
        for (Slots slots : inventory.slots()) {
            uses.put(slots.pool().key(), new Use(slots.inUse(), slots.limit()));
        }
        var point = new Point(clock.instant().getEpochSecond(), uses);
        if (looked++ % looks == 0) {
            points.add(point);
        } else {
            points.set(points.size() - 1, merged(points.get(points.size() - 1), point));
        }
        if (points.size() > MOST) {
            halve();
        }
    }

    /** By pool. */
    public synchronized List<Series> series() {
        return points.stream()
                .flatMap(point -> point.uses().keySet().stream())
                .distinct()
                .sorted()
                .map(this::series)
                .toList();
    }

    private Series series(String pool) {
        var series = new Series(pool, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Point point : points) {
            Use use = point.uses().get(pool);
            if (use != null) {
                series.seconds().add(point.seconds());
                series.inUse().add(use.inUse());
                series.limit().add(use.limit());
            }
        }
        return series;
    }

    private void halve() {
        var fewer = new ArrayList<Point>();
        for (int i = 0; i < points.size(); i += 2) {
            fewer.add(i + 1 < points.size() ? merged(points.get(i), points.get(i + 1)) : points.get(i));
        }
        points.clear();
        points.addAll(fewer);
        looks *= 2;
        looked = 0;
    }

    private static Point merged(Point first, Point second) {
        var uses = new TreeMap<>(first.uses());
        second.uses().forEach((pool, use) -> uses.merge(pool, use, Use::more));
        return new Point(first.seconds(), uses);
    }
}
