/** Stage 7: parts become the result, and the run its summary. */
@NullMarked
package io.caravan.aggregate;

import org.jspecify.annotations.NullMarked;
