package dev.usher.identity;

import dev.usher.problem.TokenProblem;
import dev.usher.request.Gateway;
import dev.usher.request.Origins;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The token that a request carries, wherever it may. What is in doubt is refused: a proxy on the way might have taken
 * another one of several tokens for the one that counts.
 */
@Singleton
final class Credentials {

    /** RFC 6750, section 2.1: b68token; the scheme's case does not count (RFC 9110, section 11.1). */
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/-]+=*)");

    private static final Pattern BEARER_SCHEME = Pattern.compile("(?i)bearer(\\s.*|$)", Pattern.DOTALL);

    /** RFC 9110, section 5.6.2; names of cookies are written in the same way. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** RFC 9110, section 9.2.1: those of which nobody expects that they do anything. */
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Optional<String> cookie;
    private final Optional<String> gatewayHeader;
    private final Gateway gateway;
    private final Origins origins;

    Credentials(TokenConfig config, Gateway gateway, Origins origins) {
        this.cookie = config.cookie();
        this.gatewayHeader = config.gatewayHeader();
        this.gateway = gateway;
        this.origins = origins;
        requireName("USHER_TOKEN_COOKIE", cookie);
        requireName("USHER_TOKEN_GATEWAY_HEADER", gatewayHeader);
        if (gatewayHeader.filter(name -> isOrdinary(name)).isPresent()) {
            throw new ConfigurationException(
                    "Set USHER_TOKEN_GATEWAY_HEADER to a header of the gateway's own: Authorization and Cookie are read as"
                            + " anybody's.");
        }
        if (gatewayHeader.isPresent() && !gateway.isConfigured()) {
            throw new ConfigurationException(
                    "Set USHER_GATEWAY_NETWORKS to the networks of the gateway, such as"
                            + " 10.0.0.0/8; without them, anybody could send the header that USHER_TOKEN_GATEWAY_HEADER names.");
        }
    }

    private static void requireName(String variable, Optional<String> name) {
        if (name.filter(given -> !NAME.matcher(given).matches()).isPresent()) {
            throw new ConfigurationException("Set " + variable + " to a name of letters, digits, - and _.");
        }
    }

    private static boolean isOrdinary(String header) {
        return header.equalsIgnoreCase("Authorization") || header.equalsIgnoreCase("Cookie");
    }

    /**
     * The token of the request, if it carries one.
     *
     * @throws RefusedTokenException if it carries several, or one where it may not
     * @throws dev.usher.problem.ProblemException if a page of another site may have made the request
     */
    Optional<String> of(HttpServerRequest request) {
        List<String> named = Stream.concat(bearer(request).stream(), gatewayed(request).stream())
                .toList();
        Optional<String> stored = stored(request);
        List<String> distinct =
                Stream.concat(named.stream(), stored.stream()).distinct().toList();
        if (distinct.size() > 1) {
            throw Refusal.SEVERAL.asException();
        }
        if (stored.isPresent() && named.isEmpty()) {
            refuseCrossSite(request);
        }
        return distinct.stream().findFirst();
    }

    private static Optional<String> bearer(HttpServerRequest request) {
        return single(request.headers().getAll(HttpHeaders.AUTHORIZATION))
                .filter(value -> BEARER_SCHEME.matcher(value).matches())
                .map(value -> {
                    var matcher = BEARER.matcher(value);
                    if (!matcher.matches()) {
                        throw Refusal.MALFORMED_HEADER.asException();
                    }
                    return matcher.group(1);
                });
    }

    /** Refused rather than passed over where it is not the gateway's: whoever sends it wants to be somebody else. */
    private Optional<String> gatewayed(HttpServerRequest request) {
        Optional<String> value =
                gatewayHeader.flatMap(name -> single(request.headers().getAll(name)));
        if (value.isPresent() && !gateway.sent(request)) {
            throw Refusal.UNTRUSTED_PEER.asException();
        }
        return value;
    }

    /** Read here rather than by the framework, which keeps one cookie of each name. */
    private Optional<String> stored(HttpServerRequest request) {
        return cookie.flatMap(name -> single(request.headers().getAll(HttpHeaders.COOKIE).stream()
                .flatMap(header -> Stream.of(header.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .toList()));
    }

    private static Optional<String> single(List<String> values) {
        if (values.size() > 1) {
            throw Refusal.SEVERAL.asException();
        }
        return values.stream().findFirst();
    }

    /**
     * A browser sends a cookie whoever made the page that calls. What it says about that page cannot be forged by it:
     * {@code Sec-Fetch-Site}, where {@code same-site} is not enough, since another subdomain may be anybody's; or
     * {@code Origin}, which every browser sends with unsafe calls.
     *
     * @see <a href="https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header">Fetch Metadata</a>
     * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html">
     *     OWASP, Cross-Site Request Forgery Prevention</a>
     */
    private void refuseCrossSite(HttpServerRequest request) {
        if (SAFE.contains(request.method())) {
            return;
        }
        List<String> site = request.headers().getAll("Sec-Fetch-Site");
        if (!site.equals(List.of("same-origin")) && !origins.isNamed(request)) {
            throw TokenProblem.crossSite().asException();
        }
    }
}
