package io.caravan.fakes;

import io.caravan.model.Audience;
import io.caravan.model.Budget;
import io.caravan.model.Caps;
import io.caravan.model.CsvForm;
import io.caravan.model.Manifest;
import io.caravan.model.OutputFormat;
import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import io.caravan.model.Remainder;
import io.caravan.model.S3Uri;
import io.caravan.model.Source;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A manifest with its defaults, of which a test changes what it is about. */
public final class GivenManifest {
    private final String model;
    private Prompts prompts;
    private boolean dedupe;
    private double maxFailedPercent = 100;
    private OutputFormat outputFormat = OutputFormat.CSV;
    private Remainder remainder = Remainder.REJECT;
    private OptionalInt canary = OptionalInt.empty();
    private Budget budget = Budget.NONE;
    private Source source = new Source.Stored(new S3Uri(Given.BUCKET, "data/topics.csv"), CsvForm.USUAL);
    private Caps caps = Caps.NONE;
    private Map<String, String> tags = Map.of();
    private Audience audience = Audience.NONE;
    private Optional<String> outputSchema = Optional.empty();

    GivenManifest(String model, String prompt) {
        this.model = model;
        this.prompts = new Prompts.One(Prompt.of(prompt));
    }

    public GivenManifest maxFailedPercent(double percent) {
        maxFailedPercent = percent;
        return this;
    }

    public GivenManifest dedupe() {
        dedupe = true;
        return this;
    }

    public GivenManifest remainder(Remainder policy) {
        remainder = policy;
        return this;
    }

    public GivenManifest canary(int records) {
        canary = OptionalInt.of(records);
        return this;
    }

    public GivenManifest prompts(Prompts given) {
        prompts = given;
        return this;
    }

    public GivenManifest budget(Budget given) {
        budget = given;
        return this;
    }

    public GivenManifest outputFormat(OutputFormat given) {
        outputFormat = given;
        return this;
    }

    public GivenManifest source(Source given) {
        source = given;
        return this;
    }

    public GivenManifest caps(Caps given) {
        caps = given;
        return this;
    }

    public GivenManifest tags(Map<String, String> given) {
        tags = given;
        return this;
    }

    public GivenManifest audience(Audience given) {
        audience = given;
        return this;
    }

    public GivenManifest outputSchema(String json) {
        outputSchema = Optional.of(json);
        return this;
    }

    public Manifest done() {
        return new Manifest(
                source,
                "jokes",
                model,
                prompts,
                dedupe,
                java.util.Optional.empty(),
                Map.of(),
                Map.of(),
                outputSchema,
                caps,
                outputFormat,
                0,
                3,
                remainder,
                canary,
                maxFailedPercent,
                24,
                tags,
                budget,
                audience);
    }
}
