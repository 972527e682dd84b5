package dev.usher.pusher;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Optional;

/**
 * A request that is signed, which it stays for ten minutes.
 *
 * @param uri with the signature, and so never to be logged
 * @param body JSON to be posted; without it, something is asked
 */
record Signed(URI uri, Optional<String> body) {

    HttpMethod method() {
        return body.isPresent() ? HttpMethod.POST : HttpMethod.GET;
    }

    @Override
    public String toString() {
        return method() + " " + uri.getPath();
    }
}
