package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.caravan.model.Problem;
import java.util.List;

/**
 * An error as RFC 9457 has it.
 *
 * @param status of HTTP
 * @param title what kind of error it is, in a few words
 * @param detail what was found, where, and how to mend it
 * @param problems all that is wrong with a manifest, one by one
 */
public record ProblemDetails(
        int status,
        String title,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Problem> problems) {

    static ProblemDetails of(int status, String detail) {
        String title = switch (status) {
            case 400 -> "Not understood";
            case 404 -> "Not found";
            case 409 -> "Not possible now";
            case 503 -> "Not now";
            default -> "Something failed";
        };
        return new ProblemDetails(status, title, detail, List.of());
    }

    static ProblemDetails refused(List<Problem> problems) {
        return new ProblemDetails(
                422, "The manifest was refused", problems.size() + " of its fields are wrong", problems);
    }
}
