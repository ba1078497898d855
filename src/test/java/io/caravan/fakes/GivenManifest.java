package io.caravan.fakes;

import io.caravan.model.Caps;
import io.caravan.model.Manifest;
import io.caravan.model.OutputFormat;
import io.caravan.model.Prompt;
import io.caravan.model.S3Uri;
import io.caravan.model.Source;
import java.util.Map;
import java.util.Optional;

/** A manifest with its defaults, of which a test changes what it is about. */
public final class GivenManifest {
    private final String model;
    private final String prompt;
    private double maxFailedPercent = 100;

    GivenManifest(String model, String prompt) {
        this.model = model;
        this.prompt = prompt;
    }

    public GivenManifest maxFailedPercent(double percent) {
        maxFailedPercent = percent;
        return this;
    }

    public Manifest done() {
        return new Manifest(
                new Source.Stored(new S3Uri(Given.BUCKET, "data/topics.csv")),
                "jokes",
                model,
                new Prompt(Optional.empty(), prompt, Optional.empty()),
                Map.of(),
                Caps.NONE,
                OutputFormat.CSV,
                0,
                3,
                maxFailedPercent,
                24,
                Map.of());
    }
}
