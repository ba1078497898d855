/** Stage 4: ready jobs are started while slots are free. */
@NullMarked
package io.caravan.submit;

import org.jspecify.annotations.NullMarked;
