package dev.usher.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.LogLines;
import dev.usher.testing.TestIssuer;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Keys from a file that changes. */
final class FileKeysTest {

    @RegisterExtension
    static final LogLines lines = new LogLines();

    @TempDir
    Path folder;

    @Test
    void takesNewKeysWhenTheFileHasChangedAndKeepsTheOldOnesWhenItIsBad() throws Exception {
        Path file = Files.writeString(folder.resolve("jwks.json"), TestIssuer.jwks());
        FileKeys keys = new FileKeys(issuer(file.toString()));
        Keys both = keys.current().orElseThrow();
        keys.reread();
        assertSame(both, keys.current().orElseThrow());

        Files.writeString(
                file, new JsonWebKeySet(TestIssuer.key(TestIssuer.EC)).toJson(OutputControlLevel.PUBLIC_ONLY));
        keys.reread();
        Keys one = keys.current().orElseThrow();
        assertEquals(1, one.all().size());

        Files.writeString(file, "{\"keys\":[]}");
        keys.reread();
        assertSame(one, keys.current().orElseThrow());
        Files.delete(file);
        keys.reread();
        assertSame(one, keys.current().orElseThrow());
        assertTrue(lines.toString().contains("the keys that it held stay"), lines.toString());
    }

    @Test
    void saysWhatToSetWhereThereAreNone() throws Exception {
        Path file = Files.writeString(folder.resolve("empty"), "");
        for (String location : new String[] {file.toString(), file.toUri().toString(), "/nowhere/keys.pem"}) {
            String message =
                    String.valueOf(assertThrows(ConfigurationException.class, () -> new FileKeys(issuer(location)))
                            .getMessage());
            assertTrue(message.contains("THE_KEYS"), message);
        }
    }

    private static Issuer issuer(String location) {
        return new Issuer(
                "default",
                TestIssuer.ISSUER,
                KeyLocation.of(location),
                "THE_KEYS",
                Set.of("usher"),
                Set.of(Algorithm.RS256, Algorithm.ES256),
                Optional.empty(),
                new Issuer.Subjects("sub", ""),
                Roles.at("groups", Optional.empty()),
                Duration.ofSeconds(30));
    }
}
