package dev.usher.webhook;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the application takes webhooks. Prints as its host, because a query may hold a secret of the application's. */
final class ForwardUrl {

    private final URI uri;

    /** @throws ConfigurationException if the text is no http or https URL with a host; the message does not show it */
    ForwardUrl(String text) {
        this.uri = parse(text);
        String scheme = lowerCase(uri.getScheme());
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
            throw invalid("is no URL of http or https with a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw invalid("has a user or a fragment, which would not be sent");
        }
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Without its message, which quotes the URL.
            throw invalid("is no URL");
        }
    }

    private static String lowerCase(@Nullable String scheme) {
        return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
    }

    private static ConfigurationException invalid(String reason) {
        return new ConfigurationException(
                "USHER_WEBHOOK_FORWARD_URL " + reason + " (expected: such as https://app.example.com/webhooks).");
    }

    boolean isEncrypted() {
        return lowerCase(uri.getScheme()).equals("https");
    }

    /** The URL itself, for the client that must be given it. */
    String reveal() {
        return uri.toString();
    }

    @Override
    public String toString() {
        return uri.getHost();
    }
}
