/** What the answers of a run have to look like: the manifest's {@code output_schema}. */
@NullMarked
package io.caravan.schema;

import org.jspecify.annotations.NullMarked;
