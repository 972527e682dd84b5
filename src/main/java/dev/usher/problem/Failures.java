package dev.usher.problem;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Finds the document for whatever a call failed with. */
final class Failures {

    private Failures() {}

    /**
     * @param failure what was thrown, or null where somebody only chose a status
     * @param status the status that was chosen, or anything below 400 where none was
     */
    static ProblemDocument document(RoutingContext request, @Nullable Throwable failure, int status) {
        CorrelationId id = CorrelationId.of(request);
        if (failure != null && isDefect(failure, status)) {
            return ProblemDocument.ofDefect(failure, id);
        }
        return ProblemDocument.of(problem(failure, status), id);
    }

    private static boolean isDefect(Throwable failure, int status) {
        boolean known = failure instanceof ProblemException
                || failure instanceof UnauthorizedException
                || failure instanceof AuthenticationException
                || failure instanceof ForbiddenException;
        return !known && (status < 400 || status >= 500);
    }

    private static Problem problem(@Nullable Throwable failure, int status) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof UnauthorizedException) {
            return TokenProblem.missing();
        }
        if (failure instanceof AuthenticationException) {
            return TokenProblem.invalid("it was refused by the framework");
        }
        if (failure instanceof ForbiddenException) {
            return Problem.of(ProblemType.DENIED, "The caller may not use this path.");
        }
        ProblemType type = ProblemType.ofStatus(status);
        return Problem.of(type, type.title() + ".");
    }
}
