/**
 * The service under fire: replicas that are killed, a network that loses answers, a Bedrock that misbehaves. What came of
 * it is judged by {@link io.caravan.chaos.check}, which knows the service's promises and nothing of its code.
 */
@NullMarked
package io.caravan.chaos;

import org.jspecify.annotations.NullMarked;
