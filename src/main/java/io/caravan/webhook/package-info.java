/** The courier to webhooks: HTTP to hosts outside, signed, and kept out of the network that the service stands in. */
@NullMarked
package io.caravan.webhook;

import org.jspecify.annotations.NullMarked;
