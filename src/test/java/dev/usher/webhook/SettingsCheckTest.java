package dev.usher.webhook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {

    @Test
    void knowsAllSettings() {
        assertEquals(
                ConfigClass.configClass(WebhookConfig.class).getProperties().keySet().stream()
                        .filter(property -> !property.endsWith("[*]"))
                        .map(property -> property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                SettingsCheck.SETTINGS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usher.webhook.keys",
                "usher.webhook.keys[0]",
                "USHER_WEBHOOK_KEYS",
                "usher.webhook.max-age",
                "USHER_WEBHOOK_FORWARD_URL",
                "usher.policy.webhook.channels",
                "PATH",
            })
    void letsPassWhatIsRight(String property) {
        assertDoesNotThrow(() -> SettingsCheck.check(property, false));
    }

    @ParameterizedTest
    @CsvSource({
        "USHER_WEBHOOK_KEY, USHER_WEBHOOK_KEY",
        "USHER_WEBHOOK_URL, USHER_WEBHOOK_URL",
        "usher.webhook.forward, USHER_WEBHOOK_FORWARD",
        "usher.webhook.forward.retry-fro, USHER_WEBHOOK_FORWARD_RETRY_FRO",
    })
    void refusesWhatIsMisspelt(String property, String variable) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> SettingsCheck.check(property, true));
        assertTrue(
                Signed.message(refused).startsWith(variable + " is no setting of webhooks"), Signed.message(refused));
    }

    @Test
    void refusesHowToSendOnWithoutWhereTo() {
        assertDoesNotThrow(() -> SettingsCheck.check("USHER_WEBHOOK_FORWARD_RETRY_FOR", true));
        ConfigurationException refused = assertThrows(
                ConfigurationException.class, () -> SettingsCheck.check("USHER_WEBHOOK_FORWARD_RETRY_FOR", false));
        assertTrue(Signed.message(refused).contains("USHER_WEBHOOK_FORWARD_URL"), Signed.message(refused));
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com/webhooks, true",
        "HTTPS://app.example.com:8443/webhooks?token=s3cr3t, true",
        "http://[::1]:8080/, false",
        "http://app, false",
    })
    void takesAUrlThatCanBePostedTo(String url, boolean encrypted) {
        assertEquals(encrypted, Application.endpoint(url).isEncrypted());
        assertEquals(url, Application.endpoint(url).reveal());
        assertFalse(Application.endpoint(url).toString().contains("s3cr3t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app.example.com/s3cr3t",
                "ftp://app.example.com/s3cr3t",
                "http:///s3cr3t",
                "http://s3cr3t@app.example.com/",
                "https://app.example.com/#s3cr3t",
                "https://app.example.com/ s3cr3t",
                "mailto:s3cr3t",
            })
    void refusesAUrlThatCannotBePostedTo(String url) {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> Application.endpoint(url));
        assertTrue(Signed.message(refused).startsWith("USHER_WEBHOOK_FORWARD_URL "), Signed.message(refused));
        assertFalse(Signed.message(refused).contains("s3cr3t"), Signed.message(refused));
    }
}
