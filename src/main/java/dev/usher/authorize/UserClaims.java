package dev.usher.authorize;

import dev.usher.channel.Alphabet;
import dev.usher.channel.InvalidNameException;
import dev.usher.channel.UserId;
import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells from a caller's claims which user they are. Nothing of it comes from the request: whoever could choose an id,
 * or what is shown beside it, could pass for somebody else.
 */
@Singleton
@Startup // So that a mistake in the configuration is found before the first request.
final class UserClaims {

    /** Pusher keeps so many and tells the client of an error for the rest. */
    private static final int MAX_WATCHLIST = 100;

    private final String idClaim;
    private final Map<String, String> infoClaims;
    private final Optional<String> watchlistClaim;

    UserClaims(UserConfig config) {
        this.idClaim = config.id();
        this.infoClaims = infoClaims(config.info().orElse(List.of()));
        this.watchlistClaim = config.watchlist();
    }

    private static Map<String, String> infoClaims(List<String> settings) {
        Map<String, String> claims = new LinkedHashMap<>();
        for (String setting : settings) {
            String key = setting.substring(0, Math.max(0, setting.indexOf('=')));
            String path = setting.substring(setting.indexOf('=') + 1);
            if (path.isBlank()
                    || setting.chars().anyMatch(Character::isWhitespace)
                    || claims.put(key.isEmpty() ? path : key, path) != null) {
                throw new ConfigurationException("usher.user.info (USHER_USER_INFO) holds \"" + setting
                        + "\" (expected: claims, each once and without white space, as name or key=path).");
            }
        }
        return claims;
    }

    /** @throws dev.usher.problem.ProblemException if the claims hold no id, or one that the protocol has no room for */
    User userOf(Caller caller) {
        Claims claims = caller.claims();
        Map<String, Object> info = new LinkedHashMap<>();
        infoClaims.forEach((key, path) -> claims.value(path).ifPresent(value -> info.put(key, value)));
        return new User(id(claims), info, watchlist(claims));
    }

    private UserId id(Claims claims) {
        List<String> ids = claims.texts(idClaim);
        if (ids.size() != 1) {
            // Which of two it is, nobody can tell.
            throw Problem.of(
                            ProblemType.USER_NOT_USABLE,
                            "The claim %s holds %d ids (expected: one).".formatted(idClaim, ids.size()))
                    .asException();
        }
        return userId(ids.get(0)).orElseThrow(() -> Problem.of(
                        ProblemType.USER_NOT_USABLE,
                        "The claim %s is no id, or one of more than %d characters."
                                .formatted(idClaim, UserId.MAX_LENGTH))
                .asException());
    }

    private List<UserId> watchlist(Claims claims) {
        Stream<String> ids = watchlistClaim.map(claims::texts).stream().flatMap(List::stream);
        return ids.map(UserClaims::userId)
                .flatMap(Optional::stream)
                .limit(MAX_WATCHLIST)
                .toList();
    }

    /** The id in the one form that the user has everywhere: in their channel's name, on presence channels, signed in. */
    private static Optional<UserId> userId(String claim) {
        try {
            return Alphabet.encode(claim).map(UserId::new);
        } catch (InvalidNameException tooLong) {
            return Optional.empty();
        }
    }
}
