package dev.usher.request;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The parameters of a request's URL. They are read here rather than by the framework, which takes {@code ;} for a
 * separator, and a channel may hold it.
 */
public final class RequestQuery {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private RequestQuery() {}

    /**
     * The parameters as fields.
     *
     * @param known what they may be called: one that is misspelt would be ignored without a word
     * @throws dev.usher.problem.ProblemException if there is another one
     */
    public static Fields read(HttpServerRequest request, Set<String> known) {
        String query = request.query();
        FormFields fields = FormFields.parse((query == null ? "" : query).getBytes(StandardCharsets.UTF_8));
        for (String name : fields.names()) {
            if (!known.contains(name)) {
                throw unknown(name, "is none of " + String.join(", ", new TreeSet<>(known)))
                        .asException();
            }
        }
        return fields;
    }

    /** Names the parameter, unless that is no name but something for a log to stumble over. */
    private static Problem unknown(String name, String reason) {
        return NAME.matcher(name).matches()
                ? Problem.ofField(name, reason)
                : Problem.of(ProblemType.MALFORMED_REQUEST, "There is a parameter that " + reason + ".");
    }
}
