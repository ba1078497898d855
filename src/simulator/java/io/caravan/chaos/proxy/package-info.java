/** The network between a replica and the cloud: it recognises each call, and may disturb it or kill the caller. */
@NullMarked
package io.caravan.chaos.proxy;

import org.jspecify.annotations.NullMarked;
