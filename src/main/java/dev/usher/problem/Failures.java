package dev.usher.problem;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import org.jspecify.annotations.Nullable;

/** Finds the document for whatever a call failed with. */
final class Failures {

    private Failures() {}

    /**
     * @param failure what was thrown, or null where somebody only chose a status
     * @param status the status that was chosen, or anything below 400 where none was
     */
    static ProblemDocument document(@Nullable Throwable failure, int status) {
        if (failure instanceof ProblemException known) {
            return ProblemDocument.of(known.problem());
        }
        if (failure instanceof UnauthorizedException) {
            return ProblemDocument.of(TokenProblem.missing());
        }
        if (failure instanceof AuthenticationException) {
            return ProblemDocument.of(TokenProblem.invalid("it was refused by the framework"));
        }
        if (failure instanceof ForbiddenException) {
            return ProblemDocument.of(Problem.of(ProblemType.DENIED, "The caller may not use this path."));
        }
        if (failure != null && (status < 400 || status >= 500)) {
            return ProblemDocument.ofDefect(failure);
        }
        ProblemType type = ProblemType.ofStatus(status);
        return ProblemDocument.of(Problem.of(type, type.title() + "."));
    }
}
