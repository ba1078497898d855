package io.caravan.hub;

import io.caravan.model.Refused;

/** What the Hub's refusals mean to who wrote the manifest. */
final class Denied {
    private Denied() {}

    static Refused of(Reply reply, String id, String revision, boolean withToken, String message) {
        String code = reply.header("X-Error-Code");
        if (code.equals("GatedRepo")) {
            return Refused.because(
                    "dataset_id",
                    "'" + id + "' is gated: accept its conditions at "
                            + reply.from().getScheme() + "://"
                            + reply.from().getAuthority() + "/datasets/" + id
                            + ", and start the service with a token of"
                            + " that account in HF_TOKEN" + (withToken ? " (the one it has now has no access)" : ""));
        }
        if (code.equals("RevisionNotFound")) {
            return Refused.because("dataset_revision", "'" + id + "' has no branch, tag or commit '" + revision + "'");
        }
        if (withToken && message.startsWith("Invalid credentials")) {
            return Refused.because(
                    "dataset_id",
                    "the Hub does not accept the token in HF_TOKEN: start the service with a valid one, or with none for"
                            + " public data sets");
        }
        if (code.equals("RepoNotFound") || reply.status() == 401 || reply.status() == 404) {
            return Refused.because(
                    "dataset_id",
                    "there is no data set '" + id + "' on the Hub, or it is private: check its name (owner/name)"
                            + (withToken
                                    ? ", and whether the token in HF_TOKEN may read it"
                                    : ", and start the service with a token that may read it in HF_TOKEN"));
        }
        return Refused.because(
                "dataset_id",
                "the Hub does not let us read '" + id + "' (" + reply.status()
                        + (message.isEmpty() ? "" : ": " + message) + "); check what the token in HF_TOKEN may read");
    }
}
