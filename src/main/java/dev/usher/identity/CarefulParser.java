package dev.usher.identity;

import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Refuses the tokens that SmallRye JWT fails on, such as one whose {@code groups} is neither a text nor an array: a
 * strange token is its bearer's fault and no defect of ours.
 */
@Decorator
@Priority(1)
abstract class CarefulParser implements JWTParser {

    private final JWTParser parser;

    @Inject
    CarefulParser(@Delegate JWTParser parser) {
        this.parser = parser;
    }

    @Override
    public JsonWebToken parse(String token) throws ParseException {
        try {
            JsonWebToken parsed = parser.parse(token);
            // Asked for by whoever makes an identity of it, and failing only then.
            Set<String> unused = Set.copyOf(parsed.getGroups());
            return parsed;
        } catch (RuntimeException e) {
            throw new ParseException("the token cannot be read", e);
        }
    }
}
