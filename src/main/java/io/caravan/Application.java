package io.caravan;

import io.caravan.command.Steering;
import io.caravan.model.JobId;
import io.caravan.model.RunId;
import io.caravan.routes.Finding;
import io.caravan.routes.Flow;
import io.caravan.routes.Known;
import io.caravan.routes.RouteCheck;
import io.caravan.routes.RoutesRun;
import io.caravan.routes.WrongRoutes;
import io.caravan.status.Changes;
import io.caravan.trace.Step;
import io.caravan.trace.Traces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The service: Camel with Caravan's routes and beans. */
public final class Application implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** Not when routes are only looked at. */
    private static final String STARTS = "{{camel.main.auto-startup:true}}";

    private static final String WORKERS = "{{caravan.workers}}";

    /** The largest row group of Parquet, packed, and the largest of its pages. */
    private static final long BYTES_A_WORKER = 192L << 20;

    private static final String SERVES = "{{camel.server.enabled:false}}";

    private final Main camel = new Main();
    private @org.jspecify.annotations.Nullable Beans beans;
    private @org.jspecify.annotations.Nullable Flow flow;

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

    /**
     * Starts and returns; {@link #close} stops.
     *
     * @throws WrongRoutes with file and line of each
     */
    public void start() {
        try {
            camel.start();
        } catch (Exception e) {
            close();
            throw failure(e);
        }
    }

    /** Camel, once it was started. */
    CamelContext camel() {
        return camel.getCamelContext();
    }

    /** What its files of routes have that they should not; nothing when they are the shipped ones. */
    public List<Finding> advice() {
        return flow == null ? List.of() : check(camel()).findings(flow);
    }

    /** Runs until the process is told to end; work that was begun is finished within the shutdown's time. */
    public int serve() throws Exception {
        try {
            camel.run();
        } catch (Exception e) {
            throw failure(e);
        } finally {
            closeBeans();
        }
        return camel.getExitCode();
    }

    @Override
    public void close() {
        camel.stop();
        closeBeans();
    }

    private void bind(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        try {
            if (context.resolvePropertyPlaceholders(WORKERS).equals("0")) {
                context.getPropertiesComponent()
                        .addOverrideProperty("caravan.workers", Integer.toString(workers(Runtime.getRuntime())));
            }
            Settings settings = Settings.read(key -> context.resolvePropertyPlaceholders("{{" + key + "}}"));
            boolean starts = Boolean.parseBoolean(context.resolvePropertyPlaceholders(STARTS));
            beans = starts ? Beans.of(settings) : Beans.toLookAt(settings);
            guard(context, new Guard(settings.access()));
            beans.bind(context.getRegistry());
            flow = Flow.of(shipped(context), settings.routes());
            check(context).demand(flow);
            context.getRegistry().bind("routes-run", new RoutesRun(flow.expected()));
            main.configure().withRoutesIncludePattern(flow.pattern());
            if (starts) {
                beans.awaitSurroundings();
            }
            context.addRoutePolicyFactory((camel, id, route) -> new NamesInLog());
            beans.traces().ifPresent(traces -> context.addRoutePolicyFactory((camel, id, route) -> new Steps(traces)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** What a key of {@code application.properties} is set to for a service of this environment. */
    static String setting(String key) {
        try (var context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setLocation("classpath:application.properties");
            context.build();
            return context.resolvePropertyPlaceholders("{{" + key + "}}");
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RouteCheck check(CamelContext context) {
        return new RouteCheck(new Known(
                name -> Optional.ofNullable(context.getRegistry().lookupByName(name))
                        .map(Object::getClass),
                key -> context.getPropertiesComponent().resolveProperty(key).isPresent()));
    }

    /** The routes of the jar, by name of file. */
    private static Map<String, String> shipped(CamelContext context) throws Exception {
        var routes = new TreeMap<String, String>();
        for (Resource file : PluginHelper.getPackageScanResourceResolver(context)
                .findResources("classpath:routes/*" + Flow.ENDING)) {
            String location = file.getLocation();
            try (var in = file.getInputStream()) {
                routes.put(
                        location.substring(Math.max(location.lastIndexOf('/'), location.lastIndexOf(':')) + 1),
                        new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return routes;
    }

    /** Where the reason is a route, its file and line are part of it. */
    private RuntimeException failure(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongRoutes wrong) {
                return wrong;
            }
            Optional<String> route = route(cause);
            if (flow != null && route.isPresent() && cause.getCause() != null) {
                Optional<WrongRoutes> wrong =
                        flow.wrong(route.get(), String.valueOf(cause.getCause().getMessage()));
                if (wrong.isPresent()) {
                    return wrong.get();
                }
            }
        }
        return new IllegalStateException("Caravan could not start: " + rootMessage(e), e);
    }

    private static Optional<String> route(Throwable e) {
        return switch (e) {
            case FailedToCreateRouteException created -> Optional.ofNullable(created.getRouteId());
            case FailedToStartRouteException started -> Optional.ofNullable(started.getRouteId());
            default -> Optional.empty();
        };
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

    /** Has the log say which run and job a line is about: the messages of the queues are their names. */
    private static final class NamesInLog extends RoutePolicySupport {
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            if (exchange.getMessage().getBody() instanceof String name) {
                JobId.parse(name).ifPresent(job -> MDC.put("job", name));
                RunId.in(name).ifPresent(run -> MDC.put("run", run.value()));
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (route.getConsumer().getEndpoint() instanceof DirectEndpoint) {
                return; // the route that called goes on
            }
            MDC.remove("job");
            MDC.remove("run");
        }
    }

    /** Traces what the routes do for runs. */
    private static final class Steps extends RoutePolicySupport {
        private final Traces traces;

        Steps(Traces traces) {
            this.traces = traces;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            if (exchange.getMessage().getBody() instanceof String name) {
                traces.begin(route.getRouteId(), name).ifPresent(step -> exchange.setProperty(key(route), step));
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (exchange.removeProperty(key(route)) instanceof Step step) {
                step.end(failure(exchange));
            }
        }

        private static String key(Route route) {
            return Step.class.getName() + " " + route.getRouteId(); // one route may call another
        }

        /** What was parked is handled, for Camel, and failed all the same. */
        private static Optional<Throwable> failure(Exchange exchange) {
            return exchange.getExchangeExtension().isFailureHandled()
                    ? Optional.ofNullable(exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class))
                    : Optional.ofNullable(exchange.getException());
        }
    }

    private void closeBeans() {
        if (beans != null) {
            beans.close();
        }
    }

    /** What we said ourselves of the reason, or else the reason's own words. */
    private static String rootMessage(Throwable e) {
        Throwable said = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalStateException || !(said instanceof IllegalStateException)) {
                said = cause;
            }
        }
        return said.getClass().getSimpleName() + ": " + said.getMessage();
    }

    /** {@code caravan serve}; with arguments, one of the other {@link Commands}. */
    public static void main(String[] args) {
        if (args.length > 0) {
            System.exit(Steering.line(new Commands()).execute(args));
        }
        long begin = System.nanoTime();
        var application = new Application(Map.of());
        LOG.debug("starting after {} ms", (System.nanoTime() - begin) / 1_000_000);
        int code = 1;
        try {
            code = application.serve();
        } catch (Exception e) {
            LOG.error("{}", e.getMessage());
        }
        System.exit(code);
    }
}
