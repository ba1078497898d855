/** Figures for Prometheus. */
@NullMarked
package io.caravan.meter;

import org.jspecify.annotations.NullMarked;
