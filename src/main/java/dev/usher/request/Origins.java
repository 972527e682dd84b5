package dev.usher.request;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The origins of the pages that may call: the configured ones, and Usher's own. */
@Singleton
public final class Origins {

    /** RFC 6454, section 6.2: no path, not even a slash. */
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/*?#@\\s]+");

    private final Set<String> allowed;

    Origins(RequestConfig config) {
        this.allowed = config.corsOrigins().orElse(Set.of());
        allowed.stream()
                .filter(origin -> !ORIGIN.matcher(origin).matches())
                .findFirst()
                .ifPresent(bad -> {
                    throw new ConfigurationException(
                            "usher.cors.origins (USHER_CORS_ORIGINS) holds \"" + bad
                                    + "\", which no browser sends (expected: scheme and host, such as https://app.example.com).");
                });
    }

    /** Whether a page of another origin makes the request, by what its browser says. */
    boolean areForeign(HttpServerRequest request) {
        return request.getHeader(HttpHeaders.ORIGIN) != null && !isNamed(request);
    }

    /** Whether the request names the origin of its page, and that page may call. */
    public boolean isNamed(HttpServerRequest request) {
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        return origins.size() == 1 && (isConfigured(origins.get(0)) || isOwn(origins.get(0), request));
    }

    /** Whether it is one of those that the operator has named. */
    public boolean isConfigured(String origin) {
        return allowed.contains(origin);
    }

    /** The origin of a page that this very server delivered, or delivered through a gateway it trusts. */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        HostAndPort host = request.authority();
        return host != null && origin.equals(request.scheme() + "://" + host);
    }
}
