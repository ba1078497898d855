/** The Hugging Face Hub on 127.0.0.1: its API, its dataset viewer and the hosts of its files. */
@NullMarked
package io.caravan.simulator.hub;

import org.jspecify.annotations.NullMarked;
