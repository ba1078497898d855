/** What the simulated models answer: a deterministic function of the prompt in each family's own body. */
@NullMarked
package io.caravan.simulator.inference;

import org.jspecify.annotations.NullMarked;
