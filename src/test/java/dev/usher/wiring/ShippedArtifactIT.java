package dev.usher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.ShippedArtifact;
import dev.usher.testing.UsherEnvironment;
import dev.usher.testing.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shipped holds nothing of development, and does not start with what would be unsafe. */
class ShippedArtifactIT {

    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void holdsNothingOfTheEmbeddedRoom() throws IOException {
        int classes = 0;
        for (Path jar : ShippedArtifact.ownJars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                List<String> entries =
                        zip.stream().map(entry -> entry.getName()).toList();
                assertFalse(
                        entries.stream()
                                .anyMatch(name -> name.contains("dev/usher/embedded")
                                        || name.endsWith("pusher.js")
                                        || name.endsWith("demo.css")),
                        () -> jar + " holds " + entries);
                classes += (int) entries.stream()
                        .filter(name -> name.startsWith("dev/usher/"))
                        .count();
            }
        }
        assertTrue(classes > 50, "looked into the wrong jars: " + classes);
    }

    @ParameterizedTest
    @CsvSource({
        "PUSHER_APP_ID, the id of the Channels app",
        "PUSHER_KEY, the key of the Channels app",
        "PUSHER_SECRET, the secret of the Channels app",
        "PUSHER_HOST, the app's cluster at Pusher",
        "MP_JWT_VERIFY_ISSUER, the issuer",
        "MP_JWT_VERIFY_AUDIENCES, the audience",
        "MP_JWT_VERIFY_PUBLICKEY_LOCATION, the file or the JWKS URL",
    })
    void doesNotStartWithout(String variable, String meaning) throws Exception {
        Map<String, String> environment = complete();
        environment.remove(variable);
        assertRefuses(environment, "Set ", meaning);
    }

    @Test
    void doesNotStartWithARuleThatLetsOneUserIntoAnothersChannel() throws Exception {
        Map<String, String> environment = complete();
        environment.put("USHER_POLICY_INBOX_CHANNELS", "private-user-{sub}-*");
        assertRefuses(environment, "usher.policy.inbox.channels", "user 1 and user 1-2", "write {sub}=.*");
    }

    @Test
    void doesNotStartWithARuleThatIsOpenByMistake() throws Exception {
        Map<String, String> environment = complete();
        environment.put("USHER_POLICY_BACKEND_ROLES", "");
        assertRefuses(environment, "usher.policy.backend.roles is set to nothing");
        environment.put("USHER_POLICY_BACKEND_ROLES", ",");
        assertRefuses(environment, "usher.policy.backend.roles is set to nothing");
        environment.remove("USHER_POLICY_BACKEND_ROLES");
        environment.put("USHER_POLICY_TEAM_CHANNELS", "private-team-{teams}");
        environment.put("USHER_POLICY_TEAM_CLAIMS", "");
        assertRefuses(environment, "usher.policy.team.claims is set to nothing");
        environment.remove("USHER_POLICY_TEAM_CLAIMS");
        environment.put("USHER_POLICY_TEAM_ROLE", "member");
        assertRefuses(environment, "USHER_POLICY_TEAM_ROLE is no setting");
    }

    @Test
    void doesNotStartWithARoleThatIsAskedForInVain() throws Exception {
        Map<String, String> environment = complete();
        environment.put("USHER_POLICY_SELF_CHANNELS", "private-user-{sub}");
        environment.put("USHER_POLICY_SELF_ROLES", "clerk");
        assertRefuses(environment, "the rule self asks for a role or a claim in vain, because the rule own");
    }

    @ParameterizedTest
    @CsvSource({
        "USHER_CORS_ORIGINS, *, no browser sends",
        "USHER_CORS_ORIGINS, https://app.example.com/, no browser sends",
        "PUSHER_HOST, http://127.0.0.1, Set PUSHER_HOST",
        "PUSHER_PORT, 99999, PUSHER_PORT to a number",
        "PUSHER_SECRET, 'secret ', begins or ends with white space",
        "USHER_PUBLISH_CONNECTIONS, 0, usher.publish.connections to 1 or more",
        "USHER_PUBLISH_TIMEOUT, 0s, usher.publish.timeout to 1ms or more",
        "USHER_WEBHOOK_KEYS, 9c7f21d08be64a35f0e2, element 1 is no key and secret",
        "USHER_WEBHOOK_KEY, 'key:9c7f21d08be64a35f0e2', USHER_WEBHOOK_KEY is no setting of webhooks",
        "USHER_WEBHOOK_MAX_AGE, 0s, usher.webhook.max-age to a second",
        "USHER_WEBHOOK_IN_FLIGHT, 0, usher.webhook.in-flight to 1 or more",
        "USHER_SHARED_STATE, redis, Set QUARKUS_REDIS_HOSTS",
        "USHER_REVOCATION_DEFAULT_DURATION, 0s, usher.revocation.default-duration to 1s or more",
        "USHER_REVOCATION_DEFAULT_DURATION, 367d, at most 366 days",
        "USHER_REVOCATION_ROLES, ' ,revoker', holds a blank role",
        "USHER_WEBHOOK_FORWARD_URL, app.example.com, USHER_WEBHOOK_FORWARD_URL is no URL",
        "USHER_WEBHOOK_FORWARD_TIMEOUT, 1s, set USHER_WEBHOOK_FORWARD_URL too",
        "USHER_POLICY_NICK_CHANNELS, private-{nick}, reaches into",
        "USHER_POLICY_NEWS_CHANNELS, news-{sub}, everyone may join",
        "USHER_POLICY_OWN_CLAIMS, email_verified=, usher.policy.own.claims: the required claim",
        "USHER_POLICY_TEAM_CLAIM, email_verified, USHER_POLICY_TEAM_CLAIM is no setting",
        "PUSHER_ENCRYPTION_MASTER_KEY, c2hvcnQ=, PUSHER_ENCRYPTION_MASTER_KEY has 5 bytes",
        "PUSHER_ENCRYPTION_MASTER_KEY, not base64, openssl rand -base64 32",
        "USHER_USER_INFO, 'name,name=nick', usher.user.info (USHER_USER_INFO) holds",
        "USHER_USER_INFO, 'name, email', without white space",
        "USHER_USER_INFO, name=, usher.user.info (USHER_USER_INFO) holds",
        "USHER_ISSUER_PARTNER_AUDIENCE, realtime, USHER_ISSUER_PARTNER_AUDIENCE is no setting",
        "USHER_ISSUER_BIG_PARTNER_ISS, https://x.example.com, USHER_ISSUER_BIG_PARTNER_ISS is no setting",
        "USHER_TOKEN_GATEWAY_HEADER, X-Token, Set USHER_GATEWAY_NETWORKS",
        "USHER_TOKEN_GATEWAY_HEADER, authorization, a header of the gateway's own",
        "USHER_TOKEN_COOKIE, 'a b', Set USHER_TOKEN_COOKIE to a name",
        "USHER_GATEWAY_NETWORKS, 10.0.0.1/8, 'usher.gateway.networks (USHER_GATEWAY_NETWORKS)'",
        "USHER_KEYS_MAX_STALE, 5m, Set usher.keys.max-stale to usher.keys.refresh and twice usher.keys.timeout",
        "MP_JWT_VERIFY_PUBLICKEY_ALGORITHM, none, Set MP_JWT_VERIFY_PUBLICKEY_ALGORITHM to some of",
        "MP_JWT_VERIFY_PUBLICKEY_ALGORITHM, 'RS256,HS256', cannot stand beside algorithms with public keys",
        "USHER_OPA_URL, localhost:8181, USHER_OPA_URL is no URL of http",
        "USHER_ACCESS_TIMEOUT, 0s, usher.access.timeout to 1ms or more",
        "USHER_DECISIONS_LOG_ALLOWED, 2, usher.decisions.log-allowed to a number from 0 to 1",
        "USHER_INTAKE_KAFKA_TOPIC, orders, Set KAFKA_BOOTSTRAP_SERVERS",
        "USHER_INTAKE_KAFKA_TOPICS, orders, USHER_INTAKE_KAFKA_TOPICS is no setting",
        "USHER_CONNECT_PORT, 443, Set USHER_CONNECT_HOST as well",
        "USHER_CONNECT_HOST, wss://ws.example.com, Set USHER_CONNECT_HOST",
        "USHER_CONFIG_DIRECTORIES, /nowhere, 'USHER_CONFIG_DIRECTORIES names /nowhere, which is no directory'",
        "USHER_CONFIG_CHECK_EVERY, 1ms, Set USHER_CONFIG_CHECK_EVERY to 100ms or more",
        "OTEL_EXPORTER_OTLP_ENDPOINT, collector:4318, OTEL_EXPORTER_OTLP_ENDPOINT is no URL of http",
        "QUARKUS_PROFILE, dev, Set QUARKUS_PROFILE to prod",
    })
    void doesNotStartWithWhatCannotWork(String variable, String value, String sentence) throws Exception {
        Map<String, String> environment = complete();
        environment.put(variable, value);
        assertRefuses(environment, sentence);
    }

    @Test
    void doesNotStartWithMembersOfASignInThatThereIsNot() throws Exception {
        Map<String, String> environment = complete();
        for (String server : List.of("soketi", "reverb", "sockudo")) {
            environment.put("USHER_SERVER", server);
            environment.put("USHER_USER_MEMBERSHIP", server.equals("reverb") ? "SIGNED_IN" : "signed-in");
            assertRefuses(environment, "Set USHER_USER_MEMBERSHIP to claims");
        }
    }

    @Test
    void doesNotStartWithConnectionsToEndThatCannotBeTold() throws Exception {
        Map<String, String> environment = complete();
        environment.put("USHER_SERVER", "reverb");
        environment.put("USHER_CONNECTIONS_END_WITH_TOKEN", "true");
        assertRefuses(environment, "Set USHER_CONNECTIONS_END_WITH_TOKEN to false");
    }

    @Test
    void doesNotStartWithAKeyFileThatIsNone() throws Exception {
        Map<String, String> environment = complete();
        environment.put(
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", Path.of("pom.xml").toUri().toString());
        assertRefuses(environment, "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "holds no public key");
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "/nowhere/keys.pem");
        assertRefuses(environment, "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "can be read");
    }

    private void assertRefuses(Map<String, String> environment, String... sentences) throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        ShippedArtifact.runner().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // Nothing of the machine's own: a variable that is set there would fill in for one that is missing here.
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean stopped = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(log);
            assertTrue(stopped, () -> "started:\n" + output);
            assertEquals(1, process.exitValue(), output);
            Stream.of(sentences).forEach(sentence -> assertTrue(output.contains(sentence), output));
            assertFalse(output.contains(Vectors.SECRET), "the secret is in the log");
            assertFalse(output.contains("\tat "), "a sentence was to be said, not a stack trace:\n" + output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Map<String, String> complete() {
        Map<String, String> environment = new HashMap<>();
        UsherEnvironment.with(1)
                .forEach((property, value) -> environment.put(
                        property.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        environment.put("QUARKUS_HTTP_PORT", "0");
        return environment;
    }
}
