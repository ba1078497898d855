package io.caravan.architecture.offenders.status;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A step that mutates the exchange. */
public final class IsAProcessor implements Processor {
    @Override
    public void process(Exchange exchange) {}
}
