/** One class a model family: its request body, its answer body, its tokens. Chosen by models.yaml. */
@NullMarked
package io.caravan.family;

import org.jspecify.annotations.NullMarked;
