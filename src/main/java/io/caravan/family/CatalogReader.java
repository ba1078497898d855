package io.caravan.family;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.caravan.model.Nearest;
import io.caravan.model.Problem;
import io.caravan.model.Refused;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes a catalog of models.yaml's text, or says everything that is wrong with it. Used once, by one thread. */
final class CatalogReader {
    static final String FILE = "models.yaml";

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String[] LIMITS = {
        "min_records", "max_records", "max_file_bytes", "max_job_bytes", "concurrent_jobs"
    };

    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final YamlEntry file;
    private final YamlEntry defaults;

    private CatalogReader(String yaml) throws IOException {
        file = new YamlEntry(YAML.readTree(yaml), JsonPointer.empty(), lines(yaml), problems);
        defaults = file.child("defaults");
    }

    static ModelCatalog read(String yaml) {
        try {
            return new CatalogReader(yaml).catalog();
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            throw Refused.because(
                    FILE + line, "is not YAML: " + e.getOriginalMessage().replaceAll("\\s+", " "));
        } catch (IOException e) {
            throw Refused.because(FILE, "is not YAML: " + e.getMessage());
        }
    }

    /** Where each value begins: a tree does not know any more. */
    private static Map<JsonPointer, Integer> lines(String yaml) throws IOException {
        var lines = new HashMap<JsonPointer, Integer>();
        try (JsonParser parser = YAML.createParser(yaml)) {
            while (parser.nextToken() != null) {
                lines.putIfAbsent(
                        parser.getParsingContext().pathAsPointer(),
                        parser.currentTokenLocation().getLineNr());
            }
        }
        return lines;
    }

    private ModelCatalog catalog() {
        file.only("defaults", "geographies", "models", "not_batched", "application_profiles", "service_quotas");
        defaults.only("limits", "batch_factor");
        defaults.child("limits").only(LIMITS);
        file.required("models", "a list of models");
        List<String> geographies = file.list("geographies");
        var entries = new ArrayList<CatalogEntry>();
        for (YamlEntry entry : file.children("models")) {
            model(entry).ifPresent(entries::add);
        }
        List<NotBatched> notBatched = file.children("not_batched").stream()
                .map(CatalogReader::notBatched)
                .toList();
        var catalog = new ModelCatalog(
                entries,
                notBatched,
                geographies,
                file.child("application_profiles").texts(),
                file.child("service_quotas").texts());
        if (problems.isEmpty()) {
            // What points at another entry is only worth checking once all entries are read.
            file.children("not_batched")
                    .forEach(entry -> entry.list("instead").forEach(id -> known(entry, id, catalog)));
            YamlEntry profiles = file.child("application_profiles");
            profiles.texts().values().forEach(id -> known(profiles, id, catalog));
            YamlEntry quotas = file.child("service_quotas");
            quotas.texts().keySet().stream()
                    .filter(id -> entries.stream().noneMatch(entry -> entry.matches(id)))
                    .forEach(id -> quotas.problem(id, "is no model id of this file"));
        }
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        return catalog;
    }

    private static void known(YamlEntry entry, String id, ModelCatalog catalog) {
        try {
            catalog.resolve(id);
        } catch (Refused e) {
            e.problems().forEach(problem -> entry.problem("names a model that cannot be run: " + problem.message()));
        }
    }

    private Optional<CatalogEntry> model(YamlEntry entry) {
        entry.only(
                "ids",
                "family",
                "plain",
                "profiles",
                "custom_models",
                "limits",
                "prices",
                "images",
                "structured_output",
                "parameters");
        entry.required("ids", "a list of model ids or patterns");
        List<String> ids = entry.list("ids");
        ids.stream().filter(id -> !seen.add(id)).forEach(id -> entry.problem("ids", "lists '" + id + "' again"));
        boolean plain = entry.flag("plain", true);
        List<String> profiles = entry.list("profiles");
        if (!plain && profiles.isEmpty()) {
            entry.problem("plain", "is false, so 'profiles' must name the geographies that the model has profiles in");
        }
        YamlEntry custom = entry.child("custom_models");
        custom.only("concurrent_jobs");
        Optional<String> family = entry.has("family") ? entry.text("family") : Optional.of(Families.DEFAULT);
        boolean enforces = entry.flag("structured_output", false);
        return family.flatMap(name -> family(entry, name))
                .map(known -> enforces ? known.enforcing() : known)
                .map(asked -> new CatalogEntry(
                        ids.stream().map(Glob::of).toList(),
                        asked,
                        plain,
                        profiles,
                        custom.count("concurrent_jobs"),
                        limits(entry),
                        prices(entry, asked),
                        entry.flag("images", false),
                        constraints(entry.child("parameters"))));
    }

    private static NotBatched notBatched(YamlEntry entry) {
        entry.only("ids", "reason", "instead");
        entry.required("ids", "a list of model ids or patterns");
        entry.required("reason", "why Bedrock does not batch them");
        entry.required("instead", "models to take instead");
        return new NotBatched(
                entry.list("ids").stream().map(Glob::of).toList(),
                entry.text("reason").orElse(""),
                entry.list("instead"));
    }

    private static Optional<Family> family(YamlEntry entry, String name) {
        Optional<Family> family = Optional.ofNullable(Families.BY_NAME.get(name));
        if (family.isEmpty()) {
            String near = Nearest.didYouMean(name, Families.BY_NAME.keySet());
            entry.problem(
                    "family",
                    "is '" + name + "', which is none" + (near.isEmpty() ? "; valid are " : near + " Valid are ")
                            + Found.list(new TreeSet<>(Families.BY_NAME.keySet())));
        }
        return family;
    }

    private Limits limits(YamlEntry entry) {
        YamlEntry own = entry.child("limits");
        own.only(LIMITS);
        long[] limits = new long[LIMITS.length];
        for (int i = 0; i < limits.length; i++) {
            limits[i] = limit(own, LIMITS[i]);
        }
        if (limits[0] > limits[1]) {
            entry.problem("limits", "has min_records " + limits[0] + " above max_records " + limits[1]);
        }
        return new Limits(limits[0], limits[1], limits[2], limits[3], limits[4]);
    }

    private long limit(YamlEntry own, String key) {
        YamlEntry common = defaults.child("limits");
        if (!own.has(key) && !common.has(key)) {
            own.problem("'" + key + "' of limits is missing here and in defaults");
        }
        return (own.has(key) ? own : common).count(key).orElse(1);
    }

    private Optional<Prices> prices(YamlEntry entry, Family family) {
        YamlEntry prices = entry.child("prices");
        prices.only("input", "output", "taken", "batch_factor", "global");
        prices.child("global").only("input", "output");
        if (!entry.has("prices")) {
            return Optional.empty();
        }
        prices.required("taken", "the day on which the prices were read");
        Optional<Price> regional = price(prices, prices, family);
        Optional<Price> global =
                prices.has("global") ? price(prices.child("global"), prices, family) : Optional.empty();
        return regional.map(price -> new Prices(price, global));
    }

    private Optional<Price> price(YamlEntry amounts, YamlEntry prices, Family family) {
        amounts.required("input", "US dollars for a million input tokens");
        if (!family.embeds()) {
            amounts.required("output", "US dollars for a million output tokens");
        }
        BigDecimal output = amounts.amount("output").orElse(BigDecimal.ZERO);
        BigDecimal factor = prices.amount("batch_factor")
                .or(() -> defaults.amount("batch_factor"))
                .orElse(BigDecimal.ONE);
        Optional<BigDecimal> input = amounts.amount("input");
        Optional<LocalDate> taken = prices.day("taken");
        return input.flatMap(in -> taken.map(day -> new Price(in, output, factor, day)));
    }

    private static Constraints constraints(YamlEntry parameters) {
        parameters.only("max", "one_of", "without");
        return new Constraints(parameters.child("max").counts(), parameters.list("one_of"), parameters.list("without"));
    }
}
