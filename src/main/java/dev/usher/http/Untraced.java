package dev.usher.http;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;

/**
 * What every client of Usher's begins with: traces do not follow its calls by themselves. They would tell the whole URL,
 * in whose query there is a signature or may be a secret, and would send the caller's context along to other parties.
 */
public final class Untraced {

    private Untraced() {}

    public static HttpClientOptions options() {
        return new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE);
    }
}
