/** Who may read and steer over HTTP. */
@NullMarked
package io.caravan.access;

import org.jspecify.annotations.NullMarked;
