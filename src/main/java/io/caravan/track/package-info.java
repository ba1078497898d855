/** Stage 5: events and silence are turned into what each job's state really is. */
@NullMarked
package io.caravan.track;

import org.jspecify.annotations.NullMarked;
