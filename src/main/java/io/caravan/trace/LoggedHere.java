package io.caravan.trace;

import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Has OpenTelemetry, which logs by the JDK's logging, speak in Caravan's log. */
final class LoggedHere {
    /** The JDK forgets loggers that nobody holds, and what was set on them. */
    private static final Logger OPEN_TELEMETRY = Logger.getLogger("io.opentelemetry");

    private LoggedHere() {}

    static synchronized void begin() {
        if (OPEN_TELEMETRY.getHandlers().length == 0) {
            OPEN_TELEMETRY.addHandler(new SLF4JBridgeHandler());
            OPEN_TELEMETRY.setUseParentHandlers(false);
        }
    }
}
