/** A stand-in of SNS, as far as publishing goes. */
@NullMarked
package io.caravan.simulator.sns;

import org.jspecify.annotations.NullMarked;
