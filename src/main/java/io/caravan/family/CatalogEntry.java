package io.caravan.family;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Models of models.yaml that have all in common but their ids.
 *
 * @param ids their ids or patterns
 * @param plain whether Bedrock batches them by their plain id
 * @param profiles the geographies of their inference profiles; those that messages propose
 * @param customJobs how many jobs may run at once with custom models of them, where Bedrock batches such
 */
record CatalogEntry(
        List<Glob> ids,
        Family family,
        boolean plain,
        List<String> profiles,
        OptionalLong customJobs,
        Limits limits,
        Optional<Prices> prices,
        boolean images,
        Constraints constraints) {

    boolean matches(String baseId) {
        return ids.stream().anyMatch(id -> id.matches(baseId));
    }

    boolean lists(String baseId) {
        return ids.stream().anyMatch(id -> id.exact() && id.text().equals(baseId));
    }

    Model model(String modelId, String baseId, String geography) {
        Optional<Price> price = prices.map(p -> p.through(geography));
        return new Model(modelId, baseId, baseId, family, limits, price, images, constraints);
    }

    Model customModel(String modelId, String baseId, long jobs) {
        var own =
                new Limits(limits.minRecords(), limits.maxRecords(), limits.maxFileBytes(), limits.maxJobBytes(), jobs);
        // Inference with a custom model has prices of its own, which this entry does not know.
        return new Model(modelId, baseId, baseId + "/custom", family, own, Optional.empty(), images, constraints);
    }

    /** How a run may name a model of this entry. */
    Stream<String> names(String baseId) {
        return Stream.concat(
                plain ? Stream.of(baseId) : Stream.empty(),
                profiles.stream().map(geography -> geography + "." + baseId));
    }

    Stream<String> names() {
        return ids.stream().filter(Glob::exact).flatMap(id -> names(id.text()));
    }
}
