package io.caravan.architecture.offenders;

import org.apache.camel.CamelContext;

/** Camel outside the composition root's two classes. */
public record Settings(CamelContext camel) {}
