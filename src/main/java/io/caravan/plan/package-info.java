/** Stage 2: the source is pinned and counted; balanced chunks are planned. */
@NullMarked
package io.caravan.plan;

import org.jspecify.annotations.NullMarked;
