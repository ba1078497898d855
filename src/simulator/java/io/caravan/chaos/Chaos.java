package io.caravan.chaos;

import io.caravan.chaos.check.Checker;
import io.caravan.chaos.check.Drop;
import io.caravan.chaos.check.Evidence;
import io.caravan.chaos.check.JsonLines;
import io.caravan.chaos.proxy.Ambush;
import io.caravan.chaos.proxy.Disturbance;
import io.caravan.chaos.proxy.Fate;
import io.caravan.chaos.proxy.Service;
import io.caravan.chaos.proxy.Step;
import io.caravan.chaos.proxy.Weather;
import io.caravan.simulator.Cloud;
import io.caravan.simulator.CloudSettings;
import io.caravan.simulator.Deployment;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Limits;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sets the cloud up, sets replicas to work, has everything go wrong, lets it come to rest, and has it judged. */
public final class Chaos {
    private static final String TABLE = "caravan";
    private static final Delays DELAYS = new Delays(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            Duration.ofMillis(600),
            Duration.ofMillis(1),
            Duration.ofMillis(200));
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration MISHAP = Duration.ofMillis(2500);
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Points at which a replica dies in a minute, or so: the next seed begins after them. */
    private static final int STRIDE = 7;

    private final ChaosPlan plan;
    private final Deployment deployment;
    private final Function<Cloud, Map<String, String>> settings;
    private final Consumer<String> out;
    private final SplittableRandom chance;
    private final Weather weather;
    private final Ambush ambush;
    private final Counts disturbed = new Counts();
    private final Counts mishaps = new Counts();
    private final Counts ends = new Counts();
    private final Counts asked = new Counts();

    /**
     * @param deployment what the service needs of the cloud; it has one bucket
     * @param settings of a replica, by the names of the service's properties
     * @param out takes the report, line by line
     */
    public Chaos(
            ChaosPlan plan,
            Deployment deployment,
            Function<Cloud, Map<String, String>> settings,
            Consumer<String> out) {
        this.plan = plan;
        this.deployment = deployment;
        this.settings = settings;
        this.out = out;
        this.chance = new SplittableRandom(plan.seed());
        this.weather = new Weather(chance.split());
        this.ambush = new Ambush(Step.all(), plan.seed() * STRIDE);
    }

    /** The points at which replicas are killed in turn. */
    public static List<String> points() {
        return Ambush.points(Step.all());
    }

    /** The names of the steps. */
    public static List<String> steps() {
        return Step.all().stream().map(Step::name).toList();
    }

    /** Runs it, and has it judged. */
    public Outcome run() throws IOException, InterruptedException {
        Files.createDirectories(plan.data());
        out.accept("chaos: seed " + plan.seed() + ", " + plan.fire().toSeconds() + " s of it, " + plan.replicas()
                + " replicas, " + plan.runs() + " runs, quota " + plan.quota() + ", in " + plan.data());
        try (Cloud cloud = Cloud.start(cloudSettings());
                Client client = new Client(cloud, deployment.buckets().getFirst(), TABLE);
                Fleet fleet = new Fleet(plan.replicas(), number -> replica(cloud, number), chance.split());
                User user = new User(client, fleet, plan.runs() / 3, chance.split(), asked)) {
            Thread orphans = new Thread(() -> closed(fleet), "no-replica-survives");
            Runtime.getRuntime().addShutdownHook(orphans);
            try {
                List<Drop> drops = fire(cloud, client, fleet, user);
                long begin = System.nanoTime();
                calm(cloud);
                boolean atRest = rested(client, fleet, drops);
                Duration rest = Duration.ofNanos(System.nanoTime() - begin);
                var found = new ArrayList<>(fleet.stop());
                Evidence evidence = evidence(cloud, client, drops, user);
                found.addAll(Checker.check(evidence));
                report(evidence, fleet, atRest, rest);
                return new Outcome(List.copyOf(found), ambush.sprung().keySet(), ambush.untaken());
            } finally {
                closed(fleet);
                Runtime.getRuntime().removeShutdownHook(orphans);
            }
        }
    }

    private CloudSettings cloudSettings() {
        // The simulator's own limit is out of reach: that no more jobs are active is the service's doing.
        Simulation simulation = Simulation.DEFAULT
                .with(Limits.DEFAULT.withActiveJobs(limit()))
                .with(DELAYS)
                .withSeed(plan.seed());
        return CloudSettings.in(plan.data())
                .withInMemoryDynamo()
                .with(deployment)
                .with(simulation);
    }

    private int limit() {
        return plan.quota() + 20;
    }

    private Replica replica(Cloud cloud, int number) throws IOException {
        var values = new LinkedHashMap<>(settings.apply(cloud));
        values.put("caravan.slots", Integer.toString(plan.quota()));
        values.put("caravan.patience", "5");
        values.put("caravan.silence", "3");
        values.put("caravan.lease", "4");
        values.put("caravan.sweep.cron", "0/1 * * * * ?");
        values.put("caravan.list.cron", "0/3 * * * * ?");
        values.put("caravan.submit.every", "1");
        values.put("caravan.status.every", "2");
        values.put("caravan.quota-pause", "1");
        values.put("caravan.visibility", "6");
        values.put("caravan.poll", "1");
        var environment = new TreeMap<>(cloud.environment());
        environment.keySet().removeIf(name -> name.startsWith("AWS_ENDPOINT_URL"));
        Map<Service, URI> services = Map.of(
                Service.S3, cloud.s3(),
                Service.SQS, cloud.sqs(),
                Service.DYNAMODB, cloud.dynamoDb(),
                Service.BEDROCK, cloud.bedrock());
        Path log = plan.data().resolve(String.format(Locale.ROOT, "replica-%03d.log", number));
        return new Replica("replica " + number, services, values, environment, fate(), log);
    }

    /** A step that is waited at kills its caller; any other call is left to the weather. */
    private Fate fate() {
        return call -> {
            Disturbance disturbance = ambush.meets(call).orElseGet(() -> weather.of(call));
            if (!(disturbance instanceof Disturbance.None)) {
                disturbed.add(disturbance.word());
            }
            if (disturbance instanceof Disturbance.DeathBefore || disturbance instanceof Disturbance.DeathAfter) {
                ends.add("killed at a step");
            }
            return disturbance;
        };
    }

    private List<Drop> fire(Cloud cloud, Client client, Fleet fleet, User user)
            throws IOException, InterruptedException {
        var drops = new ArrayList<Drop>();
        var faults = new Mishaps(cloud.simulator(), limit(), chance.split(), mishaps);
        var timetable = new Timetable();
        long millis = plan.fire().toMillis();
        for (int run = 1; run <= plan.runs(); run++) {
            int number = run;
            long at = run == 1 ? 0 : chance.nextLong(millis * 6 / 10);
            timetable.at(at, () -> drops.add(drop(number, client)));
        }
        timetable.every(MISHAP.toMillis(), MISHAP.toMillis(), faults::next);
        timetable.every(millis / 8, millis / 4, () -> confuse(client));
        timetable.every(millis / 6, millis / 6, () -> user.cancel(drops));
        timetable.every(millis / 3, millis / 12, () -> user.retry(drops));
        timetable.every(3000, 5000, () -> weather.disturb(chance.nextInt(5) == 0 ? 300 : 20 + chance.nextInt(80)));
        var hunt = new Hunt(fleet, plan.replicas(), ambush, chance.split(), ends);
        awaitFirst(fleet);
        long begin = System.nanoTime();
        while (true) {
            long now = (System.nanoTime() - begin) / 1_000_000;
            if (now >= millis) {
                return drops;
            }
            fleet.keep();
            timetable.run(now);
            hunt.goOn(now);
            Thread.sleep(TICK);
        }
    }

    private static void awaitFirst(Fleet fleet) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (fleet.ready() == 0) {
            if (System.nanoTime() > end) {
                throw new IOException("no replica was at work after " + START.toSeconds() + " s; their logs say why");
            }
            fleet.keep();
            Thread.sleep(TICK);
        }
    }

    private Drop drop(int number, Client client) {
        GeneratedRun run = GeneratedRun.of(
                number, deployment.buckets().getFirst(), new SplittableRandom(plan.seed() * 31 + number));
        client.put(run.drop().data(), run.data());
        client.put("inbox/" + run.drop().name() + ".json", run.manifest());
        return run.drop();
    }

    private void confuse(Client client) {
        Nonsense.all().forEach(nonsense -> client.send(nonsense.queue(), nonsense.message()));
        mishaps.add("× messages without sense");
    }

    private void calm(Cloud cloud) {
        ambush.disarm();
        weather.disturb(0);
        cloud.simulator().faults(io.caravan.simulator.bedrock.Faults.NONE);
    }

    private boolean rested(Client client, Fleet fleet, List<Drop> drops) throws IOException, InterruptedException {
        long end = System.nanoTime() + plan.rest().toNanos();
        while (System.nanoTime() < end) {
            fleet.keep();
            Thread.sleep(LOOK);
            if (answered(client, drops)
                    && client.open().isEmpty()
                    && client.waiting(List.of("caravan-inbox", "caravan-cancel", "caravan-retry")) == 0
                    && client.slots().values().stream().allMatch(inUse -> inUse == 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean answered(Client client, List<Drop> drops) throws IOException {
        for (Drop drop : drops) {
            boolean answered = drop.valid()
                    ? client.bucket().keys("runs/" + drop.name() + "-").stream()
                            .anyMatch(key -> key.endsWith("/summary.json"))
                    : client.bucket().has("rejected/" + drop.name() + ".error.json");
            if (!answered || client.bucket().has("inbox/" + drop.name() + ".json")) {
                return false;
            }
        }
        return true;
    }

    private Evidence evidence(Cloud cloud, Client client, List<Drop> drops, User user) throws IOException {
        return new Evidence(
                drops,
                user.cancelled(),
                client.bucket(),
                JsonLines.read(Files.readAllBytes(cloud.simulator().ledger())),
                client.slots(),
                client.open(),
                client.drain("caravan-failures"),
                plan.quota());
    }

    private void report(Evidence evidence, Fleet fleet, boolean atRest, Duration rest) {
        var creates = new Counts();
        evidence.ledger().stream()
                .filter(line -> line.path("what").asText().equals("create"))
                .forEach(line -> creates.add(line.path("outcome").asText()));
        var statuses = new Counts();
        evidence.ledger().stream()
                .filter(line -> line.path("what").asText().equals("state"))
                .map(line -> line.path("status").asText())
                .filter(status -> status.matches("Completed|PartiallyCompleted|Failed|Stopped|Expired"))
                .forEach(statuses::add);
        Map<String, Integer> sprung = ambush.sprung();
        out.accept("  replicas:  " + fleet.started() + " started, " + ends);
        out.accept("  user:      " + asked);
        out.accept("  steps:     killed at " + sprung.size() + " of " + points().size() + " points: "
                + String.join(", ", sprung.keySet()));
        out.accept("             nobody took: "
                + (ambush.untaken().isEmpty() ? "none" : String.join(", ", ambush.untaken())));
        out.accept("  network:   " + disturbed.all() + " calls disturbed: " + disturbed);
        out.accept("  bedrock:   " + mishaps);
        out.accept("  creates:   " + creates + "; jobs ended: " + statuses);
        out.accept("  parked:    " + evidence.parked().size() + " messages");
        out.accept("  rest:      "
                + (atRest
                        ? String.format(Locale.ROOT, "after %.1f s", rest.toMillis() / 1000.0)
                        : "not within " + plan.rest().toSeconds() + " s"));
    }

    private static void closed(Fleet fleet) {
        try {
            fleet.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
