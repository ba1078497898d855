/** Bedrock's batch inference: its control plane, the life of a job, and the events it sends. */
@NullMarked
package io.caravan.simulator.bedrock;

import org.jspecify.annotations.NullMarked;
