package io.caravan.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.caravan.model.Prompt;
import io.caravan.model.Template;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A prompt of the library, to choose from.
 *
 * @param columns that a row must have
 * @param problem why it cannot be used; null when it can
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromptView(
        String id,
        @Nullable String system,
        List<Prompt.Example> examples,
        String prompt,
        List<String> columns,
        @Nullable String problem) {

    static PromptView of(String id, Prompt prompt) {
        return new PromptView(
                id,
                prompt.system().orElse(null),
                prompt.examples(),
                prompt.text(),
                prompt.templates()
                        .flatMap(text -> Template.parse(text).columns().stream())
                        .distinct()
                        .collect(Collectors.toList()),
                null);
    }

    static PromptView broken(String id, String problem) {
        return new PromptView(id, null, List.of(), "", List.of(), problem);
    }
}
