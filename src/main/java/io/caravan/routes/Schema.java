package io.caravan.routes;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Steps and their options are those of Camel's YAML DSL. */
final class Schema implements Rule {
    private final com.networknt.schema.Schema schema = read();

    @Override
    public List<Finding> findings(RouteFile file, Flow flow) {
        if (!file.tree().isArray()) {
            return List.of(Finding.wrong(
                    file, "", "a file of routes is a list: its first line begins with '- route:' or the like"));
        }
        return schema.validate(file.tree()).stream()
                .map(message -> Finding.wrong(
                        file,
                        message.getInstanceLocation().toString()
                                + (message.getProperty() == null ? "" : "/" + RouteFile.escaped(message.getProperty())),
                        message.getMessage().replaceFirst("^[^ ]*: ", "")))
                .toList();
    }

    private static com.networknt.schema.Schema read() {
        try (InputStream json = Objects.requireNonNull(Schema.class.getResourceAsStream("/schema/camelYamlDsl.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
