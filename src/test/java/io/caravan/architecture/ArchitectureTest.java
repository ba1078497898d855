package io.caravan.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The walls of the house, each with its reason. Every rule is also held against the classes in {@code offenders}, a small
 * house with all the walls broken, so that a rule that can't fail is found out.
 */
class ArchitectureTest {
    private static final String PRODUCT = "io.caravan";
    private static final String OFFENDERS = "io.caravan.architecture.offenders";

    private static final List<String> STAGES =
            List.of("inbox", "plan", "chunk", "invoke", "submit", "track", "collect", "aggregate", "status", "notify");

    private static final JavaClasses PRODUCT_CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));
    private static final JavaClasses SIMULATOR_CLASSES =
            new ClassFileImporter().importPackages("io.caravan.simulator", "io.caravan.local");
    private static final JavaClasses OFFENDER_CLASSES = new ClassFileImporter().importPackages(OFFENDERS);

    /**
     * @param on the rule for a house with this package as its root
     * @param simulator whether it is about the simulator's classes rather than the product's
     * @param offender the class of the broken house that breaks it
     */
    record Wall(String name, boolean simulator, Function<String, ArchRule> on, String offender) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Wall> walls() {
        var walls = new ArrayList<Wall>();
        walls.add(product(
                "the model knows the JDK only",
                root -> only(root, "model", List.of())
                        .because("the words of the domain outlive every library they are used with"),
                "model.KnowsJackson"));
        walls.add(product(
                "the ports know the model only",
                root -> only(root, "port", List.of("model"))
                        .because("a port that speaks the SDK's words can have one implementation only"),
                "port.KnowsTheSdk"));
        stage(walls, "inbox", "inbox.KnowsAnotherStage");
        stage(walls, "plan", "plan.KnowsCamel");
        stage(walls, "chunk", "chunk.KnowsTheSdk");
        stage(walls, "invoke", "invoke.KnowsTheSdk");
        stage(walls, "submit", "submit.KnowsAnotherStage");
        stage(walls, "track", "track.KnowsThePortsOnTheSdk");
        stage(walls, "collect", "collect.KnowsTheSimulator");
        stage(walls, "aggregate", "aggregate.KnowsALocalCommand");
        stage(walls, "status", "status.IsAProcessor");
        stage(walls, "notify", "notify.KnowsAWebhook");
        walls.add(product(
                "the ports' SDK side knows no stage",
                root -> never(root + ".aws..", packages(root, STAGES))
                        .because("the stages are its callers; knowing them closes a circle"),
                "aws.KnowsAStage"));
        walls.add(product(
                "the Hub's port knows model and ports only",
                root -> only(root, "hub", List.of("model", "port"), "com.fasterxml.jackson..")
                        .because("what is said over HTTP to another company is a matter of its own"),
                "hub.KnowsAFormat"));
        walls.add(product(
                "the courier to webhooks knows model and ports only",
                root -> only(root, "webhook", List.of("model", "port"), "org.apache.hc..", "javax.crypto..")
                        .because("what is said to others over HTTP is a matter of its own"),
                "webhook.KnowsAStage"));
        walls.add(product(
                "figures know model, ports and prices only",
                root -> only(root, "meter", List.of("model", "port", "family"), "io.micrometer..")
                        .because("what is counted is written and called, whichever stage did it"),
                "meter.KnowsAStage"));
        walls.add(product(
                "traces know model and ports only",
                root -> only(root, "trace", List.of("model", "port"), "io.opentelemetry..", "org.slf4j..")
                        .because("what is traced is written and told by routes, whichever stage did it"),
                "trace.KnowsAStage"));
        walls.add(product(
                "access knows no other part",
                root -> only(root, "access", List.of(), "com.nimbusds..", "org.slf4j..")
                        .because("who may come in is read alone, and by more eyes than the rest"),
                "access.KnowsTheModel"));
        walls.add(product(
                "commands know the model's words and the API only",
                root -> only(root, "command", List.of("model"), "com.fasterxml.jackson..", "picocli..")
                        .because("they steer services elsewhere, whose inventory and buckets they cannot reach"),
                "command.KnowsAStage"));
        walls.add(product(
                "the doctor knows no other part",
                root -> only(root, "doctor", List.of(), "software.amazon.awssdk..")
                        .because("it looks at what is around a service, with what a service is set to and without one"),
                "doctor.KnowsAPort"));
        walls.add(product(
                "output schemas know the model only",
                root -> only(root, "schema", List.of("model"), "com.fasterxml.jackson..", "com.networknt..")
                        .because("what an answer has to look like is the same for every family and every format"),
                "schema.KnowsAFormat"));
        walls.add(product(
                "formats know no stage, Camel or SDK",
                root -> never(root + ".format..", outside(root))
                        .because("formats are read by several stages, and measured without any"),
                "format.KnowsAStage"));
        walls.add(product(
                "families know no stage, Camel or SDK",
                root -> never(root + ".family..", outside(root))
                        .because("a family is two shapes of JSON, told apart from how they travel"),
                "family.KnowsTheSdk"));
        walls.add(product(
                "what looks at routes knows the model's words only",
                root -> only(
                                root,
                                "routes",
                                List.of("model"),
                                "org.apache.camel..",
                                "com.fasterxml.jackson..",
                                "com.networknt..",
                                "org.yaml..")
                        .because("routes are held against names and types, whatever the beans are"),
                "routes.KnowsAStage"));
        walls.add(product(
                "Camel stays in the composition root",
                root -> noClasses()
                        .that(new DescribedPredicate<>("are not Application, Beans or about the files of routes") {
                            @Override
                            public boolean test(JavaClass type) {
                                if (type.getPackageName().equals(root + ".routes")) {
                                    return false;
                                }
                                String outermost = type.getName().replaceFirst("\\$.*", "");
                                return !List.of(root + ".Application", root + ".Beans")
                                        .contains(outermost);
                            }
                        })
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.camel..")
                        .because("routes say when and beans say what: a bean that knows Camel says both"),
                "Settings"));
        walls.add(product(
                "nothing implements Camel's Processor",
                root -> noClasses()
                        .should()
                        .implement("org.apache.camel.Processor")
                        .because(
                                "a method with arguments and a result can be read, tested and reused; a Processor cannot"),
                "status.IsAProcessor"));
        walls.add(product(
                "the product knows neither simulator nor local commands",
                root -> noClasses()
                        .that(resideInAPackage(root + "..")
                                .and(DescribedPredicate.not(
                                        resideInAnyPackage(root + ".simulator..", root + ".local.."))))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(root + ".simulator..", root + ".local..")
                        .because("production is reached by settings alone, with no 'if local' anywhere"),
                "collect.KnowsTheSimulator"));
        walls.add(new Wall(
                "the simulator knows neither product nor local commands",
                true,
                root -> noClasses()
                        .that()
                        .resideInAPackage(root + ".simulator..")
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + "..")
                                .and(DescribedPredicate.not(resideInAPackage(root + ".simulator.."))))
                        .because("it is written from Bedrock's documentation, so that a shared misreading can't hide"),
                "simulator.KnowsTheProduct"));
        return walls.stream();
    }

    @ParameterizedTest
    @MethodSource("walls")
    void the_house_stands(Wall wall) {
        wall.on().apply(PRODUCT).check(wall.simulator() ? SIMULATOR_CLASSES : PRODUCT_CLASSES);
    }

    @ParameterizedTest
    @MethodSource("walls")
    void a_house_with_the_wall_broken_is_noticed(Wall wall) {
        List<String> details = wall.on()
                .apply(OFFENDERS)
                .evaluate(OFFENDER_CLASSES)
                .getFailureReport()
                .getDetails();

        assertThat(details).anyMatch(line -> line.contains("<" + OFFENDERS + "." + wall.offender()));
    }

    @Test
    void every_package_of_the_product_is_behind_one_of_these_walls() {
        var packages = PRODUCT_CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.equals(PRODUCT) ? "" : name.substring(PRODUCT.length() + 1))
                .collect(Collectors.toSet());
        packages.removeAll(STAGES);

        assertThat(packages)
                .containsExactlyInAnyOrder(
                        "", "model", "port", "aws", "hub", "webhook", "meter", "access", "command", "doctor", "format",
                        "family", "routes", "schema", "trace");
    }

    private static Wall product(String name, Function<String, ArchRule> on, String offender) {
        return new Wall(name, false, on, offender);
    }

    private static void stage(List<Wall> walls, String stage, String offender) {
        walls.add(product(
                "stage " + stage + " knows no other stage, Camel or SDK",
                root -> only(
                                root,
                                stage,
                                List.of("model", "port", "format", "family", "schema"),
                                "com.fasterxml.jackson..",
                                "org.slf4j..")
                        .because("stages meet in the inventory only, so that each can be read, run and replaced alone"),
                offender));
    }

    private static ArchRule only(String root, String part, List<String> parts, String... libraries) {
        var allowed = new ArrayList<>(List.of("java..", "org.jspecify.annotations..", root + "." + part + ".."));
        parts.forEach(other -> allowed.add(root + "." + other + ".."));
        allowed.addAll(List.of(libraries));
        return classes()
                .that()
                .resideInAPackage(root + "." + part + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new));
    }

    private static ArchRule never(String from, String... to) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to);
    }

    private static String[] outside(String root) {
        return Stream.concat(
                        Stream.of(packages(root, STAGES)),
                        Stream.of(
                                "org.apache.camel..",
                                "software.amazon.awssdk..",
                                root + ".aws..",
                                root + ".hub..",
                                root + ".webhook.."))
                .toArray(String[]::new);
    }

    private static String[] packages(String root, List<String> parts) {
        return parts.stream().map(part -> root + "." + part + "..").toArray(String[]::new);
    }
}
