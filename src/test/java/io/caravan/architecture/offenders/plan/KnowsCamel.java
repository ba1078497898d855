package io.caravan.architecture.offenders.plan;

import org.apache.camel.Exchange;

/** A stage that knows Camel. */
public record KnowsCamel(Exchange exchange) {}
