/**
 * {@code ./caravan day}: the product's own submitting and tracking in virtual time, on thousands of jobs that take hours.
 * It knows the service as {@code io.caravan.local} does.
 */
@NullMarked
package io.caravan.day;

import org.jspecify.annotations.NullMarked;
