/** Stage 3: a slice of the data set becomes a job's JSONL. */
@NullMarked
package io.caravan.chunk;

import org.jspecify.annotations.NullMarked;
