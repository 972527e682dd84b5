package dev.usher.identity;

import dev.usher.identity.IssuerKeys.Trusted;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells who makes a request, by the token that it carries. It is asked only when a resource wants to know. All of it
 * happens on the request's event loop; where keys have to be fetched, the request waits and its loop goes on.
 */
@Singleton
final class TokenMechanism implements HttpAuthenticationMechanism {

    private static final int UNAUTHORIZED = 401;

    private final Credentials credentials;
    private final IssuerKeys issuers;
    private final TokenVerifier verifier;
    private final TokenCache cache;
    private final Revocations revocations;
    private final TokenMeters meters;

    TokenMechanism(
            Credentials credentials,
            Issuers configured,
            IssuerKeys issuers,
            Revocations revocations,
            TokenConfig config,
            TokenMeters meters) {
        if (config.cacheEntries() < 0 || config.cacheBytes() < 0) {
            throw new ConfigurationException("Set usher.token.cache.entries and usher.token.cache.bytes to 0 or more.");
        }
        this.credentials = credentials;
        this.issuers = issuers;
        this.verifier = new TokenVerifier(configured, Clock.systemUTC());
        this.cache = new TokenCache(config.cacheEntries(), config.cacheBytes(), Clock.systemUTC());
        this.revocations = revocations;
        this.meters = meters;
    }

    /** Has what is wrong with the settings be found at the start, and not at the first request. */
    void begin(@Observes StartupEvent event) {}

    /** No item where there is no token; a {@link dev.usher.problem.ProblemException} where there is a bad one. */
    @Override
    public Uni<@Nullable SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        return Uni.createFrom()
                .deferred(() -> credentials
                        .of(context.request())
                        .map(this::identity)
                        .orElseGet(() -> Uni.createFrom().nullItem()))
                .onFailure(RefusedTokenException.class)
                .transform(failure -> answered((RefusedTokenException) failure));
    }

    private RuntimeException answered(RefusedTokenException refused) {
        meters.refused(refused.refusal());
        return refused.refusal().problem().asException();
    }

    private Uni<SecurityIdentity> identity(String token) {
        if (token.length() > CompactToken.MAX_LENGTH) {
            throw Refusal.TOO_LONG.asException();
        }
        TokenHash hash = TokenHash.of(token);
        Optional<Believed> known = cache.find(hash);
        Uni<Believed> believed = known.isPresent()
                ? Uni.createFrom().item(known.get())
                : verified(CompactToken.parse(token)).invoke(fresh -> cache.put(hash, fresh));
        return believed.map(found -> admitted(found, known.isPresent()));
    }

    /** Asked each time: a token may have been revoked since it was verified. */
    private SecurityIdentity admitted(Believed believed, boolean cached) {
        if (!revocations.isKnown()) {
            throw Refusal.REVOCATIONS_UNKNOWN.asException();
        }
        if (revocations.isRevoked(believed.token())) {
            throw Refusal.REVOKED.asException();
        }
        meters.believed(cached);
        return believed.identity();
    }

    private Uni<Believed> verified(CompactToken token) {
        Trusted trusted = issuers.of(token.issuer()).orElseThrow(Refusal.OTHER_ISSUER::asException);
        TokenVerifier.checkHeader(token, trusted.issuer());
        return trusted.keys()
                .current()
                .map(keys -> Uni.createFrom().item(keys))
                .orElseGet(() -> here(trusted.keys().awaited()))
                .map(keys -> verified(token, trusted, keys))
                .onFailure(TokenMechanism::isForWantOfAKey)
                .recoverWithUni(() -> here(trusted.keys().renewed()).map(keys -> verified(token, trusted, keys)));
    }

    private Believed verified(CompactToken token, Trusted trusted, Keys keys) {
        return Believed.of(verifier.verify(token, trusted.issuer(), keys), token, trusted, keys);
    }

    private static boolean isForWantOfAKey(Throwable failure) {
        return failure instanceof RefusedTokenException refused && refused.refusal() == Refusal.UNKNOWN_KEY;
    }

    /** Back on the event loop of the request, wherever the keys came in. */
    private static <T> Uni<T> here(Uni<T> uni) {
        Context context = Vertx.currentContext();
        return context == null ? uni : uni.emitOn(task -> context.runOnContext(none -> task.run()));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", "Bearer"));
    }
}
