package io.caravan.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what is sent, as Standard Webhooks 1.0.0 says: HMAC-SHA256 of {@code id.timestamp.body}. */
final class Signature {
    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";
    /** Bytes, by the specification. */
    private static final int SHORTEST = 24;

    private static final int LONGEST = 64;

    private final SecretKeySpec key;

    /** @param secret {@code whsec_} and 24 to 64 bytes in base64 */
    Signature(String secret) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "-");
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length < SHORTEST || bytes.length > LONGEST) {
            throw new IllegalArgumentException("caravan.notify.secret is not a secret of Standard Webhooks, which is"
                    + " whsec_ and 24 to 64 bytes in base64; make one by: echo whsec_$(openssl rand -base64 32)");
        }
        key = new SecretKeySpec(bytes, HMAC);
    }

    String of(String id, Instant at, String body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            byte[] signed = mac.doFinal((id + "." + at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
