package io.caravan.family;

import java.util.List;

/** Models of Bedrock that batch inference does not offer, why, and which to take instead. */
record NotBatched(List<Glob> ids, String reason, List<String> instead) {
    boolean matches(String baseId) {
        return ids.stream().anyMatch(id -> id.matches(baseId));
    }
}
