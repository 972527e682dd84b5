package dev.usher.embedded.broker;

import dev.usher.testing.Vectors;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request to the HTTP API that is signed as it should be, apart from what a test changes. */
final class SignedRequest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BrokerServer server;
    private final String signedPath;
    private final Map<String, String> changes = new TreeMap<>();
    private final long now;

    private String path;
    private String appendix = "";
    private String rightSignature = "";
    private @Nullable String signature;

    SignedRequest(BrokerServer server, String path, long now) {
        this.server = server;
        this.signedPath = path;
        this.path = path;
        this.now = now;
    }

    /** Signs another value of a parameter, or none. */
    SignedRequest with(String parameter, @Nullable String value) {
        changes.put(parameter, value == null ? "" : value);
        return this;
    }

    SignedRequest signedAs(String signature) {
        this.signature = signature;
        return this;
    }

    /** Goes to another path than the signed one. */
    SignedRequest to(String path) {
        this.path = path;
        return this;
    }

    /** Has something in its query that is not signed. */
    SignedRequest appending(String appendix) {
        this.appendix = appendix;
        return this;
    }

    String rightSignature() {
        return rightSignature;
    }

    HttpResponse<String> send(String body) {
        return sendChanged(body, body);
    }

    /** Asks, instead of sending something. */
    HttpResponse<String> get() {
        changes.putIfAbsent("body_md5", "");
        return exchange("GET", "", BodyPublishers.noBody());
    }

    HttpResponse<String> sendChanged(String signedBody, String body) {
        return exchange("POST", signedBody, BodyPublishers.ofString(body));
    }

    private HttpResponse<String> exchange(String method, String signedBody, BodyPublisher body) {
        Map<String, String> query = new TreeMap<>(Map.of(
                "auth_key",
                Vectors.KEY,
                "auth_timestamp",
                Long.toString(now),
                "auth_version",
                "1.0",
                "body_md5",
                md5(signedBody)));
        query.putAll(changes);
        query.values().removeIf(String::isEmpty);
        rightSignature = BrokerServer.signer().signRequest(method, signedPath, query);
        query.put("auth_signature", signature == null ? rightSignature : signature);
        String uri = query.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(
                        "&", "http://%s:%d%s?".formatted(BrokerServer.HOST, server.port(), path), appendix));
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create(uri)).method(method, body).build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String md5(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
