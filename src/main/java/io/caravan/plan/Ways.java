package io.caravan.plan;

import io.caravan.family.Price;
import io.caravan.model.Manifest;
import io.caravan.model.Remainder;

/**
 * How many records are billed which way; a canary's are billed twice.
 *
 * @param batch in batch jobs
 * @param onDemand one by one, at the full price
 * @param padding to fill a job up
 */
record Ways(double batch, double onDemand, double padding) {
    /** Of a prompt of one character, with what a model puts around it. */
    private static final double PADDING_INPUT = 8;

    private static final double PADDING_OUTPUT = 1;

    /** @param least records in a batch job */
    static Ways of(Manifest manifest, double records, long least) {
        double canary = Math.min(manifest.canary().orElse(0), records);
        if (records >= least || manifest.remainder() == Remainder.REJECT) {
            return new Ways(records, canary, 0);
        }
        return manifest.remainder() == Remainder.PAD
                ? new Ways(records, canary, least - records)
                : new Ways(0, canary + records, 0);
    }

    /** US dollars, where each record has so many tokens. */
    double cost(Price price, double input, double output) {
        long batchInput = Math.round(batch * input + padding * PADDING_INPUT);
        long batchOutput = Math.round(batch * output + padding * PADDING_OUTPUT);
        return price.batch(batchInput, batchOutput)
                .add(price.onDemand(Math.round(onDemand * input), Math.round(onDemand * output)))
                .doubleValue();
    }
}
