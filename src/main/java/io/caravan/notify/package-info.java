/** Stage 9: tells others how runs go. Nothing here can hold up a run. */
@NullMarked
package io.caravan.notify;

import org.jspecify.annotations.NullMarked;
