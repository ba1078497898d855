package io.caravan.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One token that all who know it share. Only its digest is kept. */
final class SharedToken implements Tokens {
    /** Characters; what is shorter can be guessed. */
    static final int SHORTEST = 20;

    private final byte[] digest;

    SharedToken(String token) {
        if (token.length() < SHORTEST) {
            throw new IllegalArgumentException("caravan.access.token has " + token.length()
                    + " characters; it takes at least " + SHORTEST + ", for example those of: openssl rand -hex 32");
        }
        digest = digest(token);
    }

    /** In the same time whatever the token: digests are compared, and those in constant time. */
    @Override
    public Verdict check(String token) {
        return MessageDigest.isEqual(digest, digest(token))
                ? new Verdict.Allowed()
                : new Verdict.Refused("the token is not the one of this service (CARAVAN_ACCESS_TOKEN)");
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
