package io.caravan.architecture.offenders.model;

import com.fasterxml.jackson.databind.JsonNode;

/** A word of the domain that is tied to a library. */
public record KnowsJackson(JsonNode json) {}
