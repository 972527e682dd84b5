package dev.usher.problem;

import java.io.Serial;

/** Carries a problem to where it is rendered. Has no stack trace: it is an answer, not a defect. */
public final class ProblemException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
