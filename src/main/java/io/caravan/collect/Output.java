package io.caravan.collect;

import io.caravan.model.S3Uri;

/**
 * Where an attempt's answers are.
 *
 * @param onDemand whether they were given on demand rather than by a batch job
 */
record Output(S3Uri prefix, boolean onDemand) {}
