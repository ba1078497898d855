package io.caravan.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of an OpenID Connect issuer: JWTs, signed with one of the keys that it publishes, for our audience and not
 * expired. Its keys are read when the first token comes, kept for minutes, and read again for a key that is not known.
 */
final class IssuedTokens implements Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(IssuedTokens.class);
    private static final int PATIENCE = 5_000; // milliseconds
    private static final int LARGEST = 256 * 1024; // bytes
    /** Before an issuer that did not answer is asked again. */
    private static final Duration PAUSE = Duration.ofSeconds(15);
    /** Never a symmetric one: the published key would be the secret. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** Of RFC 7519 and of RFC 9068; many issuers name none. */
    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null);

    private final URI issuer;
    private final String audience;
    private final InstantSource clock;
    private final DefaultResourceRetriever retriever = new DefaultResourceRetriever(PATIENCE, PATIENCE, LARGEST);
    private @Nullable JWTProcessor<SecurityContext> processor;
    private Instant askAgain = Instant.EPOCH;

    IssuedTokens(URI issuer, String audience, InstantSource clock) {
        secure(issuer, "caravan.access.issuer");
        if (audience.isEmpty()) {
            throw new IllegalArgumentException("caravan.access.audience is empty: without it, tokens that the issuer"
                    + " made for other services would count here");
        }
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    @Override
    public Verdict check(String token) {
        try {
            keys().process(token, null);
            return new Verdict.Allowed();
        } catch (RateLimitReachedException e) {
            return new Verdict.Refused("the token is signed with a key that its issuer did not publish");
        } catch (KeySourceException | IOException e) {
            LOG.warn("the keys of {} cannot be read: {}", issuer, e.getMessage());
            return new Verdict.Unsure("the issuer's keys cannot be read now; try again in a while");
        } catch (ParseException e) {
            return new Verdict.Refused("the token is not a JWT of the issuer " + issuer);
        } catch (BadJOSEException | JOSEException e) {
            return new Verdict.Refused("the token does not count: " + e.getMessage());
        }
    }

    private synchronized JWTProcessor<SecurityContext> keys() throws IOException {
        JWTProcessor<SecurityContext> known = processor;
        if (known != null) {
            return known;
        }
        if (clock.instant().isBefore(askAgain)) {
            throw new IOException("it did not answer a moment ago");
        }
        askAgain = clock.instant().plus(PAUSE);
        known = processor(jwks());
        processor = known;
        return known;
    }

    /** As OpenID Connect Discovery 1.0 says: section 4 where it stands, section 4.3 that the issuer has to be the same. */
    private URI jwks() throws IOException {
        var configuration = URI.create(issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration");
        try {
            Map<String, Object> said = JSONObjectUtils.parse(
                    retriever.retrieveResource(configuration.toURL()).getContent());
            if (!issuer.toString().equals(said.get("issuer"))) {
                throw new IOException(configuration + " speaks of the issuer '" + said.get("issuer")
                        + "'; caravan.access.issuer has to be written like that");
            }
            URI keys = JSONObjectUtils.getURI(said, "jwks_uri");
            if (keys == null) {
                throw new IOException(configuration + " has no jwks_uri");
            }
            return secure(keys, "jwks_uri of " + configuration);
        } catch (ParseException | IllegalArgumentException e) {
            throw new IOException(configuration + ": " + e.getMessage(), e);
        }
    }

    private JWTProcessor<SecurityContext> processor(URI keys) throws IOException {
        var source = JWKSourceBuilder.<SecurityContext>create(keys.toURL(), retriever)
                .retrying(true)
                .build();
        var verifies = new DefaultJWTProcessor<SecurityContext>();
        verifies.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source));
        verifies.setJWSTypeVerifier(TYPES);
        verifies.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer.toString()).build(), Set.of("exp")));
        return verifies;
    }

    /** What keys come from is encrypted, but on this machine. */
    private static URI secure(URI uri, String what) {
        boolean here = false;
        try {
            here = uri.getHost() != null && InetAddress.getByName(uri.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // not here, then
        }
        if (!"https".equals(uri.getScheme()) && !(here && "http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(what + " is '" + uri + "'; it has to start with https://");
        }
        return uri;
    }
}
