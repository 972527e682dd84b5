package dev.usher.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/**
 * A problem that is the same for all callers, and is rendered but once: for an answer that is given thousands of times a
 * second to save the work of a better one. Only its instance, and when to come back, are each answer's own.
 */
public final class FixedProblem {

    private static final Logger LOG = Logger.getLogger("dev.usher.problem");

    /** Stands where the instance will; no text that is shown to callers has such a character. */
    private static final String PLACE = "\uE000";

    private final Problem problem;
    private final String beforeInstance;
    private final String afterInstance;

    public FixedProblem(Problem problem) {
        String body = ProblemDocument.render(problem, new CorrelationId(PLACE)).body();
        this.problem = problem;
        this.beforeInstance = body.substring(0, body.indexOf(PLACE));
        this.afterInstance = body.substring(body.indexOf(PLACE) + PLACE.length());
    }

    /** Answers at once, past whoever else would; headers that stand there already stay. */
    public void send(RoutingContext context, int retryAfterSeconds) {
        CorrelationId id = CorrelationId.of(context);
        LOG.debugf("%s %s: %s", id, problem.type().uri(), problem.detail());
        context.response()
                .setStatusCode(problem.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
                .putHeader(Problem.RETRY_AFTER, Integer.toString(retryAfterSeconds))
                .end(beforeInstance + id.uri() + afterInstance);
    }
}
