package dev.usher.identity;

import dev.usher.policy.Caller;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.inject.Singleton;

/** Tells who makes the current request. */
@Singleton
public final class CurrentCaller {

    static final String ATTRIBUTE = "usher.token";

    private final CurrentIdentityAssociation association;

    CurrentCaller(CurrentIdentityAssociation association) {
        this.association = association;
    }

    /**
     * The caller of the current request.
     *
     * @throws UnauthorizedException if the request carries no token, which an
     *     {@link io.quarkus.security.Authenticated} resource never sees
     */
    public Caller get() {
        return token().caller();
    }

    /** The token that says so, and fails as {@link #get} does. */
    public VerifiedToken token() {
        VerifiedToken token = association.getIdentity().getAttribute(ATTRIBUTE);
        if (token == null) {
            throw new UnauthorizedException();
        }
        return token;
    }
}
