/** Stage 1: a manifest becomes a run, or is refused with all its problems. */
@NullMarked
package io.caravan.inbox;

import org.jspecify.annotations.NullMarked;
