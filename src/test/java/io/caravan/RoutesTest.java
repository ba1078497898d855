package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.caravan.RouteFile.BeanCall;
import io.caravan.local.LocalCaravan;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Route;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The routes as they are shipped: what Camel checks at start-up, and what it would pass over in silence. */
class RoutesTest {
    private static final Path ROUTES = Path.of("src/main/resources/routes");
    private static final Schema SCHEMA = schema();
    private static final DefaultCamelCatalog CATALOG = new DefaultCamelCatalog();

    @TempDir
    Path folder;

    static List<RouteFile> files() {
        return RouteFile.in(ROUTES);
    }

    @Test
    void there_is_a_file_for_each_stage_and_one_for_failures() {
        assertThat(files())
                .extracting(RouteFile::name)
                .containsExactly(
                        "0-failures.camel.yaml",
                        "1-inbox.camel.yaml",
                        "2-plan.camel.yaml",
                        "3-chunk.camel.yaml",
                        "4-invoke.camel.yaml",
                        "4-submit.camel.yaml",
                        "5-track.camel.yaml",
                        "6-collect.camel.yaml",
                        "7-aggregate.camel.yaml",
                        "8-status.camel.yaml",
                        "9-meters.camel.yaml",
                        "9-notify.camel.yaml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_fits_the_schema_of_the_yaml_dsl(RouteFile file) {
        assertThat(SCHEMA.validate(file.tree())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_is_in_canonical_form(RouteFile file) {
        assertThat(file.shorthand()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void routes_say_what_they_are_for_and_the_work_of_a_stage_has_an_id(RouteFile file) {
        assertThat(file.nameless()).isEmpty();
    }

    @Test
    void an_id_is_given_once() {
        assertThat(files().stream().flatMap(file -> file.stepIds().stream())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("files")
    void what_is_read_was_set_in_the_same_file(RouteFile file) {
        assertThat(file.neverSet()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void one_file_is_one_stage_no_direct_endpoint_leaves_it(RouteFile file) {
        assertThat(file.unpaired()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void endpoints_have_only_options_that_exist(RouteFile file) {
        assertThat(file.endpoints()).flatMap(RoutesTest::wrongOptions).isEmpty();
    }

    @Test
    void the_application_boots_with_all_routes_and_every_bean_method_they_call() {
        // On the embedded cloud: the S3 endpoint looks for its bucket at the start.
        try (LocalCaravan caravan = LocalCaravan.start(folder, 1)) {
            Application application = caravan.service();
            assertThat(application.camel().getRoutes())
                    .extracting(Route::getRouteId)
                    .containsExactlyInAnyOrderElementsOf(files().stream()
                            .flatMap(file -> file.routeIds().stream())
                            .toList());
            for (RouteFile file : files()) {
                for (BeanCall call : file.beanCalls()) {
                    Object bean = application.camel().getRegistry().lookupByName(call.bean());
                    assertThat(bean).as("%s: bean %s", file, call.bean()).isNotNull();
                    assertThat(bean.getClass().getMethods())
                            .as("%s: %s", file, call)
                            .anyMatch(method -> isMeant(method, call));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a bean that there is not, 'ref: chunker', 'ref: chonker'",
        "a method that the bean has not, 'method: write', 'method: wrote'",
        "an option that the endpoint has not, waitTimeSeconds, waitTimeSecond",
        "a step that there is not, convertBodyTo, convertBodyInto",
        "a key that is not configured, caravan.workers, caravan.worker"
    })
    void a_wrong_route_stops_the_start(String slip, String right, String wrong) throws IOException {
        String yaml = Files.readString(ROUTES.resolve("3-chunk.camel.yaml"));
        assertThat(yaml).contains(right);
        Files.writeString(folder.resolve("3-chunk.camel.yaml"), yaml.replace(right, wrong));

        assertThatThrownBy(() -> booted("file:" + folder + "/*.camel.yaml").close())
                .as(slip)
                .hasMessageStartingWith("Caravan could not start: ")
                .hasMessageContaining(wrong.substring(wrong.indexOf(' ') + 1));
    }

    @Test
    void a_second_route_of_the_same_id_stops_the_start() throws IOException {
        String yaml = Files.readString(ROUTES.resolve("3-chunk.camel.yaml"));
        Files.writeString(folder.resolve("one.camel.yaml"), yaml);
        Files.writeString(folder.resolve("two.camel.yaml"), yaml);

        assertThatThrownBy(() -> booted("file:" + folder + "/*.camel.yaml").close())
                .hasMessageContaining("chunk");
    }

    /** The checks of this class on a file that has every slip they look for. */
    @Test
    void the_checks_notice_what_they_look_for() {
        RouteFile file = RouteFile.of("wrong.camel.yaml", """
                - route:
                    id: wrong
                    from:
                      uri: aws2-sqs:caravan-inbox?waitTimeSeconds=5
                      parameters:
                        waitTimeSecond: 5
                      steps:
                        - setVariable:
                            name: rnu
                            simple: ${body}
                        - setBody:
                            expression:
                              method:
                                ref: planner
                                method: plan(${variable.run})
                        - setBody:
                            method:
                              ref: planner
                              method: plan(${header.run})
                        - log: "${body}"
                        - to:
                            uri: direct:elsewhere
                        - two: direct:nowhere
                """);

        assertThat(SCHEMA.validate(file.tree()))
                .extracting(com.networknt.schema.Error::getMessage)
                .anyMatch(message -> message.contains("two"));
        assertThat(file.shorthand())
                .containsExactlyInAnyOrder(
                        "uri: \"aws2-sqs:caravan-inbox?waitTimeSeconds=5\" has options that belong under parameters",
                        "setVariable has 'simple' without 'expression' around it",
                        "simple: \"${body}\" is shorthand",
                        "setBody has 'method' without 'expression' around it",
                        "log: \"${body}\" is shorthand");
        assertThat(file.nameless())
                .containsExactly(
                        "route 'wrong' lacks an id or a description",
                        "route 'wrong' calls planner in a step without an id");
        assertThat(file.neverSet()).containsExactlyInAnyOrder("variable.run", "header.run");
        assertThat(file.unpaired()).containsExactly("direct:elsewhere has no consumer");
        assertThat(wrongOptions("aws2-sqs:caravan-inbox?waitTimeSecond=5"))
                .singleElement()
                .asString()
                .contains("waitTimeSecond");
    }

    @Test
    void no_more_chunks_are_written_at_once_than_there_are_cores() {
        try (Application application = booted("classpath:routes/3-chunk.camel.yaml")) {
            assertThat(application.camel().getEndpoints())
                    .filteredOn(endpoint -> endpoint.getEndpointUri().startsWith("aws2-sqs://caravan-chunk"))
                    .extracting(endpoint ->
                            ((Sqs2Endpoint) endpoint).getConfiguration().getConcurrentConsumers())
                    .isNotEmpty()
                    .allSatisfy(workers -> assertThat(workers)
                            .isBetween(1, Runtime.getRuntime().availableProcessors()));
        }
    }

    /** Boots Camel with its routes, without starting them: nothing is called outside. */
    private static Application booted(String routes) {
        var settings = new TreeMap<>(Map.of(
                "camel.main.routes-include-pattern", routes,
                "camel.main.auto-startup", "false",
                "camel.server.enabled", "false",
                "camel.management.enabled", "false",
                "caravan.home", Path.of("").toAbsolutePath().toString(),
                "caravan.region", "us-east-1"));
        var application = new Application(settings);
        application.start();
        return application;
    }

    private static boolean isMeant(Method method, BeanCall call) {
        return method.getName().equals(call.method()) && method.getParameterCount() == call.arguments();
    }

    private static List<String> wrongOptions(String uri) {
        EndpointValidationResult result = CATALOG.validateEndpointProperties(uri);
        return result.isSuccess() ? List.of() : List.of(result.summaryErrorMessage(false));
    }

    private static Schema schema() {
        try (InputStream json =
                Objects.requireNonNull(RoutesTest.class.getResourceAsStream("/schema/camelYamlDsl.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
