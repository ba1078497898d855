/** The port on the Hugging Face Hub: its API, its dataset viewer, its files. */
@NullMarked
package io.caravan.hub;

import org.jspecify.annotations.NullMarked;
