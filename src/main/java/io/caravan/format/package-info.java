/** Data sets as bytes: opening, scanning and reading CSV, JSONL and Parquet, and writing result parts. */
@NullMarked
package io.caravan.format;

import org.jspecify.annotations.NullMarked;
