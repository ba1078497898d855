package io.caravan.chaos.proxy;

import java.time.Duration;

/** What becomes of a call on its way. */
public sealed interface Disturbance {

    /** Nothing: it is forwarded, and its response returned. */
    record None() implements Disturbance {}

    /** It arrives late. */
    record Late(Duration by) implements Disturbance {}

    /** The connection is cut before the service has heard of it. */
    record Cut() implements Disturbance {}

    /** The service does it, but its response is lost. */
    record Lost() implements Disturbance {}

    /** The service does it, but its response breaks off in the middle. */
    record Torn() implements Disturbance {}

    /** The service does not do it, and answers with an error. */
    record Refused(Service.Trouble trouble) implements Disturbance {}

    /** The caller is killed before the service has heard of it. */
    record DeathBefore() implements Disturbance {}

    /** The service does it, and the caller is killed before it hears so. */
    record DeathAfter() implements Disturbance {}

    /** How a report calls it. */
    default String word() {
        return switch (this) {
            case None none -> "undisturbed";
            case Late late -> "delayed";
            case Cut cut -> "cut before";
            case Lost lost -> "response lost";
            case Torn torn -> "response torn";
            case Refused refused ->
                switch (refused.trouble()) {
                    case ERROR -> "answered 500";
                    case UNAVAILABLE -> "answered 503";
                    case THROTTLED -> "throttled";
                };
            case DeathBefore death -> "caller killed before";
            case DeathAfter death -> "caller killed after";
        };
    }
}
