package io.caravan.architecture.offenders.command;

import io.caravan.architecture.offenders.plan.KnowsNobody;

/** A courier that reads what it carries. */
public record KnowsAStage(KnowsNobody stage) {}
