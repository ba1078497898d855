package io.caravan.simulator.hub;

import java.util.Optional;
import java.util.Set;

/**
 * Who may read what. A repository that is private, to others, is not there. Sources: "Gated datasets" of the Hub's
 * documentation, and the comments on 401 in huggingface_hub's {@code utils/_http.py}.
 *
 * @param members tokens of accounts that may read everything
 * @param strangers tokens of accounts that may read what is public
 */
record HubAccess(Set<String> members, Set<String> strangers) {

    /** What stands in the way of a repository, if anything. */
    Optional<HubAnswer> toRepository(Optional<Repository> repository, String authorization) {
        if (invalid(authorization)) {
            return Optional.of(HubAnswer.error(401, "", "Invalid credentials in Authorization header"));
        }
        if (repository.isPresent() && (!repository.get().isPrivate() || member(authorization))) {
            return Optional.empty();
        }
        return Optional.of(
                authorization.isEmpty()
                        ? HubAnswer.error(401, "RepoNotFound", "Invalid username or password.")
                        : HubAnswer.error(404, "RepoNotFound", "Repository not found"));
    }

    /** What stands in the way of a repository's files, if anything. */
    Optional<HubAnswer> toFiles(Repository repository, String authorization) {
        if (!repository.isGated() || member(authorization)) {
            return Optional.empty();
        }
        String restricted = "Access to dataset " + repository.id() + " is restricted";
        return Optional.of(
                authorization.isEmpty()
                        ? HubAnswer.error(401, "GatedRepo", restricted + ". You must be authenticated to access it.")
                        : HubAnswer.error(403, "GatedRepo", restricted + " and you are not in the authorized list."));
    }

    /** What stands in the way of the dataset viewer, if anything. */
    Optional<HubAnswer> toViewer(Optional<Repository> repository, String authorization) {
        boolean open = repository.isPresent()
                && !repository.get().isPrivate()
                && !repository.get().isGated();
        if (open || (repository.isPresent() && member(authorization))) {
            return Optional.empty();
        }
        return Optional.of(
                authorization.isEmpty()
                        ? HubAnswer.error(
                                401,
                                "ExternalUnauthenticatedError",
                                "The dataset does not exist, or is not accessible without authentication (private or"
                                        + " gated). Please check the spelling of the dataset name or retry with"
                                        + " authentication.")
                        : HubAnswer.error(
                                404,
                                "ExternalAuthenticatedError",
                                "The dataset does not exist, or is not accessible with the current credentials (private"
                                        + " or gated)."));
    }

    private boolean invalid(String authorization) {
        return !authorization.isEmpty() && !member(authorization) && !strangers.contains(token(authorization));
    }

    private boolean member(String authorization) {
        return members.contains(token(authorization));
    }

    private static String token(String authorization) {
        return authorization.replaceFirst("^Bearer ", "");
    }
}
