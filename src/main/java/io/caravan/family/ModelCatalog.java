package io.caravan.family;

import io.caravan.model.Nearest;
import io.caravan.model.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models of models.yaml: what a {@code model_id} means, or why it cannot be run. Immutable. */
public final class ModelCatalog {
    static final String FIELD = "model_id";

    private final List<CatalogEntry> entries;
    private final List<NotBatched> notBatched;
    private final List<String> geographies;
    private final Map<String, String> applicationProfiles;
    private final Map<String, String> serviceQuotas;

    ModelCatalog(
            List<CatalogEntry> entries,
            List<NotBatched> notBatched,
            List<String> geographies,
            Map<String, String> applicationProfiles,
            Map<String, String> serviceQuotas) {
        this.entries = List.copyOf(entries);
        this.notBatched = List.copyOf(notBatched);
        this.geographies = List.copyOf(geographies);
        this.applicationProfiles = Map.copyOf(applicationProfiles);
        this.serviceQuotas = Map.copyOf(serviceQuotas);
    }

    /**
     * Reads models.yaml.
     *
     * @throws Refused with everything that is wrong in it, by line
     */
    public static ModelCatalog read(String yaml) {
        return CatalogReader.read(yaml);
    }

    /** Every name that a run may give a listed model: plain ids and inference profiles. */
    public List<String> names() {
        return entries.stream().flatMap(CatalogEntry::names).toList();
    }

    /**
     * The model that a run means.
     *
     * @param modelId a model id, an inference profile's id, or an ARN
     * @throws Refused for field {@code model_id}: not a model, none that Bedrock batches, or not by this name
     */
    public Model resolve(String modelId) {
        Reference reference = Reference.of(modelId);
        if (reference instanceof Reference.Named named) {
            return named(modelId, named.id());
        }
        if (reference instanceof Reference.Custom custom) {
            return custom(modelId, custom.baseId());
        }
        return application(modelId);
    }

    /** What a model's tokens cost; absent where models.yaml does not say, or has the model no more. */
    public Optional<Price> price(String modelId) {
        try {
            return resolve(modelId).price();
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /** How Service Quotas calls a model's base model; empty when models.yaml does not say. */
    public Optional<String> serviceQuota(Model model) {
        return Optional.ofNullable(serviceQuotas.get(model.baseId()));
    }

    private Model named(String modelId, String id) {
        String geography = geography(id);
        String baseId = baseId(id);
        CatalogEntry entry = entry(modelId, baseId);
        if (geography.isEmpty() && !entry.plain()) {
            throw refused("'" + modelId + "' runs in batch only through an inference profile; give "
                    + oneOf(entry.names(baseId).toList()));
        }
        if (!geography.isEmpty() && entry.profiles().isEmpty()) {
            throw refused("'" + modelId + "' is an inference profile, but this model runs in batch only by its own id;"
                    + " give " + baseId);
        }
        return entry.model(modelId, baseId, geography);
    }

    private Model custom(String modelId, String baseId) {
        CatalogEntry entry = entry(modelId, baseId);
        if (entry.customJobs().isEmpty()) {
            List<String> offered = entries.stream()
                    .filter(other -> other.customJobs().isPresent())
                    .flatMap(CatalogEntry::names)
                    .toList();
            throw refused("'" + modelId + "' is a custom model of " + baseId
                    + "; Bedrock batches custom models only of " + String.join(", ", offered));
        }
        return entry.customModel(modelId, baseId, entry.customJobs().getAsLong());
    }

    private Model application(String modelId) {
        String named = applicationProfiles.get(modelId);
        if (named == null) {
            throw refused("'" + modelId + "' does not tell which model it stands for; add it to models.yaml under"
                    + " application_profiles, as <its ARN>: <the model or profile it was made from>");
        }
        return entry(named, baseId(named)).model(modelId, baseId(named), geography(named));
    }

    private String geography(String id) {
        return geographies.stream()
                .filter(geography -> id.startsWith(geography + "."))
                .findFirst()
                .orElse("");
    }

    private String baseId(String id) {
        String geography = geography(id);
        return geography.isEmpty() ? id : id.substring(geography.length() + 1);
    }

    /** An entry that lists the id itself is better than one whose pattern fits. */
    private CatalogEntry entry(String modelId, String baseId) {
        Optional<CatalogEntry> listed =
                entries.stream().filter(e -> e.lists(baseId)).findFirst();
        if (listed.isPresent()) {
            return listed.get();
        }
        notBatched.stream().filter(models -> models.matches(baseId)).findFirst().ifPresent(models -> {
            throw refused("'" + modelId + "' is not offered in batch inference: " + models.reason()
                    + "; Bedrock batches " + oneOf(models.instead()) + " instead");
        });
        return entries.stream().filter(e -> e.matches(baseId)).findFirst().orElseThrow(() -> unknown(modelId));
    }

    private Refused unknown(String modelId) {
        String near = Nearest.didYouMean(modelId, names());
        return refused("models.yaml has no model '" + modelId + "'" + (near.isEmpty() ? "; a" : near + " A")
                + " model that Bedrock has added is one more entry there");
    }

    private static String oneOf(List<String> names) {
        int last = names.size() - 1;
        return last < 1 ? String.join("", names) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static Refused refused(String message) {
        return Refused.because(FIELD, message);
    }
}
