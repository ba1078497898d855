package io.caravan;

import io.caravan.status.Changes;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service: Camel with Caravan's routes and beans. */
public final class Application implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** Not when routes are only looked at. */
    private static final String STARTS = "{{camel.main.auto-startup:true}}";

    private static final String SERVES = "{{camel.server.enabled:false}}";

    private static final String WORKERS = "{{caravan.workers}}";

    /** One of the longest rows, its request, and what is underway to S3. */
    private static final long BYTES_A_WORKER = 128L << 20;

    private final Main camel = new Main();
    private @org.jspecify.annotations.Nullable Beans beans;

    /** {@code overrides} come before the environment and before {@code application.properties}. */
    public Application(Map<String, String> overrides) {
        overrides.forEach(camel::addOverrideProperty);
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                bind(main);
            }
        });
    }

    /** Starts and returns; {@link #close} stops. */
    public void start() {
        try {
            camel.start();
        } catch (Exception e) {
            close();
            throw new IllegalStateException("Caravan could not start: " + rootMessage(e), e);
        }
    }

    /** Camel, once it was started. */
    CamelContext camel() {
        return camel.getCamelContext();
    }

    /** Runs until the process is told to end; work that was begun is finished within the shutdown's time. */
    public int serve() throws Exception {
        camel.run();
        closeBeans();
        return camel.getExitCode();
    }

    @Override
    public void close() {
        camel.stop();
        closeBeans();
    }

    private void bind(BaseMainSupport main) {
        var context = main.getCamelContext();
        try {
            if (context.resolvePropertyPlaceholders(WORKERS).equals("0")) {
                main.addOverrideProperty("caravan.workers", Integer.toString(workers(Runtime.getRuntime())));
            }
            Settings settings = Settings.read(key -> context.resolvePropertyPlaceholders("{{" + key + "}}"));
            beans = new Beans(settings);
            guard(context, new Guard(settings.access()));
            if (Boolean.parseBoolean(context.resolvePropertyPlaceholders(STARTS))) {
                beans.awaitSurroundings();
            }
            beans.bind(context.getRegistry());
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static int workers(Runtime runtime) {
        return Math.clamp(runtime.maxMemory() / BYTES_A_WORKER, 1, runtime.availableProcessors());
    }

    /** Puts the policy and the guard up after the server is there and before any route is. */
    private static void guard(CamelContext context, Guard guard) throws Exception {
        context.addStartupListener((starting, already) -> {
            boolean serves = Boolean.parseBoolean(starting.resolvePropertyPlaceholders(SERVES));
            List<VertxPlatformHttpRouter> routers =
                    starting.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                            .filter(VertxPlatformHttpRouter::isMainServer)
                            .toList();
            if (serves && routers.isEmpty()) {
                throw new IllegalStateException("the server has no router to put the guard before");
            }
            for (VertxPlatformHttpRouter router : routers) {
                Policy.before(router);
                router.route().order(Policy.ORDER + 1).handler(guard);
                for (Changes changes : starting.getRegistry().findByType(Changes.class)) {
                    router.get(EventStream.PATH).handler(new EventStream(changes));
                }
            }
        });
    }

    private void closeBeans() {
        if (beans != null) {
            beans.close();
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** {@code caravan serve}. */
    public static void main(String[] args) throws Exception {
        long begin = System.nanoTime();
        var application = new Application(Map.of());
        LOG.debug("starting after {} ms", (System.nanoTime() - begin) / 1_000_000);
        System.exit(application.serve());
    }
}
