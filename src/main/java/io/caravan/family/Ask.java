package io.caravan.family;

import io.caravan.model.Manifest;
import io.caravan.model.Template;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run asks of its model, the same for every record but for the columns inside.
 *
 * @param system the system prompt, if any
 * @param prompt the user's prompt; for embedding models the text to embed
 * @param parameters the manifest's model parameters, already checked by {@link Model#check}
 */
public record Ask(Optional<Template> system, Template prompt, Map<String, Object> parameters) {
    public Ask {
        parameters = Map.copyOf(parameters);
    }

    /** The columns whose values are sent. */
    public Set<String> columns() {
        var columns = new LinkedHashSet<String>(prompt.columns());
        system.ifPresent(template -> columns.addAll(template.columns()));
        return columns;
    }

    /** What a manifest asks, if it does; its templates were checked on acceptance. */
    public static Optional<Ask> of(Manifest manifest) {
        return manifest.prompt()
                .map(prompt -> new Ask(
                        prompt.system().map(Template::parse), Template.parse(prompt.text()), manifest.parameters()));
    }
}
