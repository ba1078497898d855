package io.caravan.family;

import io.caravan.format.ImageHead;
import java.util.EnumSet;
import java.util.Set;

/**
 * What images a family takes.
 *
 * @param maxBytes of one, before it becomes base64
 * @param maxPixels of its width, and of its height
 * @param besideText whether a request may hold text too
 */
public record ImageLimits(Set<ImageHead.Kind> kinds, long maxBytes, int maxPixels, boolean besideText) {
    static final Set<ImageHead.Kind> ALL = EnumSet.allOf(ImageHead.Kind.class);

    public ImageLimits {
        kinds = Set.copyOf(kinds);
    }
}
