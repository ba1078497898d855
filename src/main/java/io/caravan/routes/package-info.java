/** The flow as files: which routes there are, what is wrong with them before they run, and whether all of them run. */
@NullMarked
package io.caravan.routes;

import org.jspecify.annotations.NullMarked;
