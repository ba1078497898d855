package io.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of an issuer on this machine. */
class IssuedTokensTest {
    private HttpServer server;
    private URI issuer;
    private ECKey key;
    private final AtomicInteger readings = new AtomicInteger();

    @BeforeEach
    void issue() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realms/team");
        serve(
                "/realms/team/.well-known/openid-configuration",
                () -> "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        serve("/realms/team/keys", () -> new JWKSet(key).toString());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_token_of_the_issuer_for_us_counts() throws Exception {
        assertThat(check(signed(claims().build()))).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void keys_are_read_once_for_many_tokens() throws Exception {
        var tokens = tokens(issuer);
        for (int i = 0; i < 5; i++) {
            assertThat(tokens.check(signed(claims().subject("user-" + i).build())))
                    .isInstanceOf(Verdict.Allowed.class);
        }
        assertThat(readings.get()).isEqualTo(2); // where the keys stand, and the keys
    }

    @Test
    void a_key_that_the_issuer_changed_to_is_found() throws Exception {
        var tokens = tokens(issuer);
        assertThat(tokens.check(signed(claims().build()))).isInstanceOf(Verdict.Allowed.class);
        key = new ECKeyGenerator(Curve.P_256).keyID("two").generate();

        assertThat(tokens.check(signed(claims().build()))).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void an_expired_token_does_not_count() throws Exception {
        var expired = claims().expirationTime(Date.from(Instant.now().minusSeconds(600)));
        assertThat(check(signed(expired.build()))).isEqualTo(refused("Expired JWT"));
    }

    @Test
    void a_token_without_an_end_does_not_count() throws Exception {
        assertThat(check(signed(claims().expirationTime(null).build())))
                .isEqualTo(refused("JWT missing required claims: [exp]"));
    }

    @Test
    void a_token_for_another_service_does_not_count() throws Exception {
        assertThat(check(signed(claims().audience("other").build())))
                .isEqualTo(refused("JWT audience rejected: [other]"));
    }

    @Test
    void a_token_of_another_issuer_does_not_count() throws Exception {
        assertThat(check(signed(claims().issuer("https://other.example").build())))
                .isEqualTo(refused("JWT iss claim has value https://other.example, must be " + issuer));
    }

    @Test
    void a_token_that_nobody_signed_does_not_count() {
        assertThat(check(new PlainJWT(claims().build()).serialize())).isInstanceOf(Verdict.Refused.class);
    }

    /** The published key, taken for a shared secret: a well-known mistake. */
    @Test
    void a_token_signed_with_the_public_key_as_a_secret_does_not_count() throws Exception {
        var forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
        forged.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

        assertThat(check(forged.serialize())).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void a_token_signed_with_a_key_of_the_same_name_does_not_count() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        assertThat(check(signed(claims().build(), other))).isEqualTo(refused("Signed JWT rejected: Invalid signature"));
    }

    @Test
    void what_is_no_token_at_all_does_not_count() {
        assertThat(check("nonsense")).isEqualTo(new Verdict.Refused("the token is not a JWT of the issuer " + issuer));
    }

    @Test
    void an_issuer_that_does_not_answer_is_no_judgement_and_is_not_asked_again_at_once() throws Exception {
        var tokens = tokens(URI.create(issuer + "/missing"));
        for (int i = 0; i < 3; i++) {
            assertThat(tokens.check(signed(claims().build())))
                    .isEqualTo(new Verdict.Unsure("the issuer's keys cannot be read now; try again in a while"));
        }
        assertThat(readings.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void an_issuer_of_another_name_is_not_believed() throws Exception {
        serve(
                "/realms/fake/.well-known/openid-configuration",
                () -> "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        var tokens = tokens(issuer.resolve("/realms/fake"));

        assertThat(tokens.check(signed(claims().build()))).isInstanceOf(Verdict.Unsure.class);
    }

    private Verdict check(String token) {
        return tokens(issuer).check(token);
    }

    private static IssuedTokens tokens(URI issuer) {
        return new IssuedTokens(issuer, "caravan", InstantSource.fixed(Instant.now()));
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .subject("user")
                .audience("caravan")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private String signed(JWTClaimsSet claims) throws Exception {
        return signed(claims, key);
    }

    private static String signed(JWTClaimsSet claims, ECKey key) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID());
        var token = new SignedJWT(header.build(), claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static Verdict refused(String reason) {
        return new Verdict.Refused("the token does not count: " + reason);
    }

    private interface Text {
        String get();
    }

    private void serve(String path, Text text) {
        server.createContext(path, exchange -> {
            readings.incrementAndGet();
            byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
