package dev.usher.access;

import dev.usher.identity.CurrentCaller;
import dev.usher.problem.CorrelationId;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;

/** Tells who asks by the current request. */
@Singleton
public final class CurrentAsker {

    private final CurrentCaller caller;
    private final CurrentVertxRequest request;

    CurrentAsker(CurrentCaller caller, CurrentVertxRequest request) {
        this.caller = caller;
        this.request = request;
    }

    /**
     * The caller of the current request, with its id.
     *
     * @throws io.quarkus.security.UnauthorizedException if the request carries no token
     */
    public Asker get() {
        return new Asker(caller.get(), CorrelationId.of(request.getCurrent()));
    }
}
