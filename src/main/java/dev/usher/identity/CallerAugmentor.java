package dev.usher.identity;

import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Makes a caller of every verified token, and refuses the tokens that name nobody. */
@Singleton
final class CallerAugmentor implements SecurityIdentityAugmentor {

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        return Uni.createFrom().item(() -> QuarkusSecurityIdentity.builder(identity)
                .addAttribute(CurrentCaller.ATTRIBUTE, caller(token, identity))
                .build());
    }

    private static Caller caller(JsonWebToken token, SecurityIdentity identity) {
        Claims claims = TokenClaims.of(token);
        // Read as a claim rather than by getSubject(), which makes a text of whatever the claim holds.
        Object subject = token.getClaim("sub");
        if (!(subject instanceof String text) || text.isBlank()) {
            throw new AuthenticationFailedException("the token's sub is no text that names somebody");
        }
        return new Caller(text, identity.getRoles(), claims);
    }
}
