/**
 * {@code ./caravan bench}: the product's own stages beside what people would use instead, each in a process of its own,
 * on the same files. It knows the service as {@code io.caravan.local} does.
 */
@NullMarked
package io.caravan.bench;

import org.jspecify.annotations.NullMarked;
