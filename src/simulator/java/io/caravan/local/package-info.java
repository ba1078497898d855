/**
 * The commands that run on the embedded cloud. The only place that knows both the service and the simulator, which never
 * know each other.
 */
@NullMarked
package io.caravan.local;

import org.jspecify.annotations.NullMarked;
