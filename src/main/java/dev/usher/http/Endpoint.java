package dev.usher.http;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A URL that is configured for Usher to call. Prints as its host, because a query may hold a secret. */
public final class Endpoint {

    private final URI uri;

    private Endpoint(URI uri) {
        this.uri = uri;
    }

    /**
     * The endpoint of that URL.
     *
     * @param variable the setting that it is from, and {@code example} what could stand there, for the message
     * @throws ConfigurationException if the text is no http or https URL with a host; the message does not show it
     */
    public static Endpoint configured(String variable, String text, String example) {
        try {
            URI uri = new URI(text);
            requireCallable(uri);
            return new Endpoint(uri);
        } catch (URISyntaxException e) {
            // Without its message, which quotes the URL.
            throw invalid(variable, "is no URL", example);
        } catch (IllegalArgumentException e) {
            throw invalid(variable, e.getMessage(), example);
        }
    }

    private static void requireCallable(URI uri) {
        String scheme = lowerCase(uri.getScheme());
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("is no URL of http or https with a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("has a user or a fragment, which would not be sent");
        }
    }

    private static String lowerCase(@Nullable String scheme) {
        return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
    }

    private static ConfigurationException invalid(String variable, @Nullable String reason, String example) {
        return new ConfigurationException(variable + " " + reason + " (expected: such as " + example + ").");
    }

    public boolean isEncrypted() {
        return lowerCase(uri.getScheme()).equals("https");
    }

    /** Whether what is sent there stays on this machine, by the host's name alone. */
    public boolean isLoopback() {
        String host = uri.getHost();
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** The URL itself, for the client that must be given it. */
    public String reveal() {
        return uri.toString();
    }

    @Override
    public String toString() {
        return uri.getHost();
    }
}
