/** What the stages need from outside, in the domain's words. */
@NullMarked
package io.caravan.port;

import org.jspecify.annotations.NullMarked;
