package io.caravan.simulator.bedrock;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Bedrock's batch inference on 127.0.0.1: the control plane over HTTP, jobs that live through the real states, output in
 * S3 and events for every change; and InvokeModel and Converse of Bedrock Runtime at the same address. Its jobs are kept in
 * a folder, so that a simulator started again goes on with them. Thread-safe.
 */
public final class BedrockSimulator implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService calls;
    private final ExecutorService lives;
    private final ScheduledExecutorService sender;
    private final Ledger ledger;
    private final FaultSwitches faults;
    private final SimulatedClock clock;

    private BedrockSimulator(
            HttpServer server,
            ExecutorService calls,
            ExecutorService lives,
            ScheduledExecutorService sender,
            Ledger ledger,
            FaultSwitches faults,
            SimulatedClock clock) {
        this.server = server;
        this.calls = calls;
        this.lives = lives;
        this.sender = sender;
        this.ledger = ledger;
        this.faults = faults;
        this.clock = clock;
    }

    /**
     * Starts the simulator, and the jobs in {@code data} that are not over.
     *
     * @param port 0 for a free one
     * @param data folder of jobs, work files and the ledger
     * @param wall the time that simulated time starts from
     * @param events takes each event's JSON, in order, from one thread
     */
    public static BedrockSimulator start(
            int port,
            Path data,
            Account account,
            Simulation simulation,
            Storage storage,
            InstantSource wall,
            Consumer<String> events)
            throws IOException {
        // The JDK's server otherwise waits 40 ms for more to send with each answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Files.createDirectories(data);
        JobFolder folder = new JobFolder(data.resolve("jobs"));
        List<Job> known = folder.load(account, simulation.applicationProfiles());
        SimulatedClock clock = new SimulatedClock(wall, simulation.clockRate());
        catchUp(clock, known);
        FaultSwitches faults = new FaultSwitches(simulation.faults());
        SplittableRandom chance = new SplittableRandom(simulation.seed());
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        Ledger ledger = new Ledger(data.resolve("ledger.jsonl"));
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("bedrock-events").factory());
        StateChangeEvents changes =
                new StateChangeEvents(account.region(), account.id(), faults, chance.split(), sender, events);
        JobRun.World world = new JobRun.World(
                new Jobs(folder, ledger, changes::changed, known),
                clock,
                storage,
                simulation.limits(),
                simulation.delays(),
                faults,
                new Semaphore(Runtime.getRuntime().availableProcessors()),
                data.resolve("work"));
        ExecutorService lives = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("bedrock-job-", 0).factory());
        ControlPlane jobs = new ControlPlane(account, simulation, world, ledger, chance.split(), lives::execute);
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        Invocations invocations = new Invocations(account, simulation, faults, ledger, clock);
        server.createContext(
                "/",
                new Routes(
                        account,
                        jobs,
                        invocations,
                        new QuotaList(simulation.limits()),
                        new Switchboard(faults, clock),
                        faults,
                        changes));
        server.setExecutor(calls);
        server.start();
        jobs.resume();
        return new BedrockSimulator(server, calls, lives, sender, ledger, faults, clock);
    }

    /** Time that was moved forward in an earlier life is not taken back. */
    private static void catchUp(SimulatedClock clock, List<Job> known) {
        known.stream()
                .map(job -> job.state().since())
                .max(Comparator.naturalOrder())
                .map(latest -> Duration.between(clock.instant(), latest))
                .filter(Duration::isPositive)
                .ifPresent(clock::advance);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public SimulatedClock clock() {
        return clock;
    }

    public Instant now() {
        return clock.instant();
    }

    public Faults faults() {
        return faults.get();
    }

    /** Replaces all faults, as {@code PUT /simulator/faults} does. */
    public void faults(Faults faults) {
        this.faults.set(faults);
    }

    /** The log of what was created and billed; see {@link Ledger} for its lines. */
    public Path ledger() {
        return ledger.file();
    }

    /** Jobs that are not over go on when a simulator is started on the same folder. */
    @Override
    public void close() throws IOException {
        server.stop(0);
        calls.shutdownNow();
        lives.shutdownNow();
        sender.shutdown();
        try {
            boolean ended =
                    lives.awaitTermination(10, TimeUnit.SECONDS) && sender.awaitTermination(5, TimeUnit.SECONDS);
            if (!ended) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ledger.close();
    }
}
