/** Traces for OpenTelemetry. */
@NullMarked
package io.caravan.trace;

import org.jspecify.annotations.NullMarked;
