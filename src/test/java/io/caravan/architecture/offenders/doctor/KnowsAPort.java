package io.caravan.architecture.offenders.doctor;

import io.caravan.architecture.offenders.port.KnowsTheSdk;

/** A doctor that asks as the service does. */
public record KnowsAPort(KnowsTheSdk port) {}
