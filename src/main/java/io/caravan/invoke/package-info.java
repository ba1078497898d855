/** Stage 4, on demand: records invoked one by one, for a run's canary and for what is too little for a batch job. */
@NullMarked
package io.caravan.invoke;

import org.jspecify.annotations.NullMarked;
