/** Stage 6: answers are joined to the rows that asked for them. */
@NullMarked
package io.caravan.collect;

import org.jspecify.annotations.NullMarked;
