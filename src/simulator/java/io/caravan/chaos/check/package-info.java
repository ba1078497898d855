/** The independent judge: what S3, the simulator's ledger, the slots and the parked messages say of the promises. */
@NullMarked
package io.caravan.chaos.check;

import org.jspecify.annotations.NullMarked;
