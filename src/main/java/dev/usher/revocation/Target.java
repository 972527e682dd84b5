package dev.usher.revocation;

import dev.usher.identity.VerifiedToken;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Which tokens a revocation is about. */
public sealed interface Target {

    /** The text that a token is looked up by. */
    String name();

    /** Whether it is about this token. */
    boolean names(VerifiedToken token);

    /** Whether it is about all tokens that the other is about. */
    boolean covers(Target other);

    /** Answers with the function of the case that this target is. */
    <R> R fold(Function<User, R> ifUser, Function<Token, R> ifToken);

    /**
     * The tokens that speak for somebody, those issued later included.
     *
     * @param subject as {@link dev.usher.policy.Caller#subject} has it
     * @param issuedBefore only the tokens issued before then; one that does not say when it was issued is such a token
     */
    record User(String subject, Optional<Instant> issuedBefore) implements Target {

        @Override
        public String name() {
            return subject;
        }

        @Override
        public boolean names(VerifiedToken token) {
            return token.caller().subject().equals(subject)
                    && issuedBefore
                            .flatMap(end -> token.issuedAt().map(time -> time.isBefore(end)))
                            .orElse(true);
        }

        @Override
        public boolean covers(Target other) {
            return other instanceof User user && user.subject.equals(subject) && isNoEarlierThan(user.issuedBefore);
        }

        private boolean isNoEarlierThan(Optional<Instant> other) {
            return issuedBefore.isEmpty()
                    || other.filter(end -> !end.isAfter(issuedBefore.get())).isPresent();
        }

        @Override
        public <R> R fold(Function<User, R> ifUser, Function<Token, R> ifToken) {
            return ifUser.apply(this);
        }
    }

    /**
     * One token.
     *
     * @param id its {@code jti}
     * @param issuer its {@code iss}, since an id is unique only with its issuer; without it, any issuer's token of that
     *     id is meant
     */
    record Token(String id, Optional<String> issuer) implements Target {

        @Override
        public String name() {
            return id;
        }

        @Override
        public boolean names(VerifiedToken token) {
            return token.id().filter(id::equals).isPresent()
                    && issuer.map(each -> token.caller().claims().texts("iss").contains(each))
                            .orElse(true);
        }

        @Override
        public boolean covers(Target other) {
            return other instanceof Token token
                    && token.id.equals(id)
                    && (issuer.isEmpty() || issuer.equals(token.issuer));
        }

        @Override
        public <R> R fold(Function<User, R> ifUser, Function<Token, R> ifToken) {
            return ifToken.apply(this);
        }
    }
}
