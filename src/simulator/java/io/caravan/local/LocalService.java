package io.caravan.local;

import io.caravan.Application;
import io.caravan.simulator.Cloud;
import java.net.ServerSocket;
import java.util.Map;

/**
 * The stand-ins and the service in one JVM, for as long as something is done with them.
 *
 * @param firstPort the page's; the stand-ins take the next ones; 0 for free ones
 */
record LocalService(LocalOptions options, int firstPort) {

    /** What is done while both are up; its result is the command's exit code. */
    interface Work {
        int with(Cloud cloud, int page) throws Exception;
    }

    int during(Work work) throws Exception {
        try (DataFolder folder = DataFolder.take(options.data);
                LocalHub hub = LocalHub.start(options.hub);
                Cloud cloud = Cloud.start(options.cloud(firstPort == 0 ? 0 : firstPort + 1))) {
            Exports.apply(cloud);
            int page = firstPort == 0 ? freePort() : firstPort;
            try (Application service = service(cloud, hub, page)) {
                service.start();
                return work.with(cloud, page);
            }
        }
    }

    private Application service(Cloud cloud, LocalHub hub, int page) throws Exception {
        Map<String, String> settings = Exports.service(cloud);
        settings.putAll(hub.settings());
        settings.putAll(options.reloading());
        settings.put("caravan.slots", Integer.toString(options.quota));
        settings.put("caravan.submit.every", "1");
        settings.put("caravan.status.every", "1");
        settings.put("caravan.changes.every", "1");
        settings.put("camel.server.port", Integer.toString(page));
        settings.put("camel.management.port", Integer.toString(freePort()));
        // Ctrl-C is answered at once: whatever was going on is picked up by the next start.
        settings.put("camel.main.shutdown-timeout", "10");
        return new Application(settings);
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
