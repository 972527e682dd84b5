package dev.usher.problem;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A problem as it is sent: the one place where problems are rendered and logged.
 *
 * @param body the document, JSON
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
public record ProblemDocument(int status, Map<String, String> headers, String body) {

    /** Of the body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = Logger.getLogger("dev.usher.problem");
    private static final JsonMapper JSON = new JsonMapper();

    /** Renders and logs what a call failed with: a problem, or else a defect of ours. */
    public static ProblemDocument of(Throwable failure, CorrelationId id) {
        return failure instanceof ProblemException known ? of(known.problem(), id) : ofDefect(failure, id);
    }

    /** Renders and logs a problem that the caller can do something about. */
    public static ProblemDocument of(Problem problem, CorrelationId id) {
        log(problem, id);
        return render(problem, id);
    }

    /** Renders and logs a problem with a part of a call of which other parts may have gone well. */
    static Map<String, Object> member(Problem problem, CorrelationId id) {
        log(problem, id);
        Map<String, Object> members = members(problem, id);
        // A part of an answer has no headers, and this one is worth having.
        Optional.ofNullable(problem.headers().get(Problem.RETRY_AFTER))
                .ifPresent(seconds -> members.put("retry_after", Long.valueOf(seconds)));
        return members;
    }

    /** When to come back, in seconds, if the document says so. */
    public Optional<String> retryAfter() {
        return Optional.ofNullable(headers.get(Problem.RETRY_AFTER));
    }

    private static void log(Problem problem, CorrelationId id) {
        LOG.logf(
                problem.onRecord() ? Logger.Level.DEBUG : level(problem.type()),
                "%s %s: %s %s",
                id,
                problem.type().uri(),
                problem.detail(),
                problem.reason());
    }

    /** Renders and logs a defect of ours. What it was stands in the log, never in the answer. */
    static ProblemDocument ofDefect(Throwable cause, CorrelationId id) {
        LOG.errorf(cause, "%s %s", id, ProblemType.INTERNAL_ERROR.uri());
        return render(
                Problem.of(
                        ProblemType.INTERNAL_ERROR,
                        "This is a defect of Usher's. Its log tells what happened, beside this document's instance."),
                id);
    }

    private static Logger.Level level(ProblemType type) {
        if (type == ProblemType.OVERLOADED) {
            // A line for each would be one more thing to do. Whoever sheds calls says that it does.
            return Logger.Level.DEBUG;
        }
        return switch (type.status()) {
            // Who was turned away is what an operator is asked about.
            case 401, 403, 422 -> Logger.Level.INFO;
            default -> type.status() < 500 ? Logger.Level.DEBUG : Logger.Level.WARN;
        };
    }

    static ProblemDocument render(Problem problem, CorrelationId id) {
        return new ProblemDocument(
                problem.type().status(),
                problem.headers(),
                JSON.valueToTree(members(problem, id)).toString());
    }

    private static Map<String, Object> members(Problem problem, CorrelationId id) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", problem.type().uri());
        document.put("title", problem.type().title());
        document.put("status", problem.type().status());
        document.put("detail", problem.detail());
        document.put("instance", id.uri());
        document.putAll(problem.members());
        return document;
    }
}
