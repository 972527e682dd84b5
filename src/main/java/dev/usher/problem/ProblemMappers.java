package dev.usher.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers for whatever a resource, or the framework around it, fails with. There is one method for each type that the
 * framework would answer itself.
 */
final class ProblemMappers {

    private static final int NO_STATUS = 0;
    private static final int FIRST_OF_ERRORS = 400;

    /** What the document itself brings. */
    private static final Set<String> OF_THE_BODY = Set.of("content-type", "content-length");

    /** Beside {@link #anythingElse}, in whose place an application of which Usher is a part may have one of its own. */
    @ServerExceptionMapper
    Response known(ProblemException e, RoutingContext request) {
        return answer(Failures.document(request, e, NO_STATUS));
    }

    @ServerExceptionMapper
    Response missingToken(UnauthorizedException e, RoutingContext request) {
        return answer(Failures.document(request, e, NO_STATUS));
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException e, RoutingContext request) {
        return answer(Failures.document(request, e, NO_STATUS));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, RoutingContext request) {
        return answer(Failures.document(request, e, NO_STATUS));
    }

    /** What JAX-RS itself refuses: an unknown path, another method, a media type. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e, RoutingContext request) {
        if (isComplete(e.getResponse())) {
            return e.getResponse();
        }
        Response.ResponseBuilder response = Response.fromResponse(
                answer(Failures.document(request, e, e.getResponse().getStatus())));
        // The headers that tell what would have been right.
        for (Map.Entry<String, List<Object>> header :
                e.getResponse().getHeaders().entrySet()) {
            if (!OF_THE_BODY.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                header.getValue().forEach(value -> response.header(header.getKey(), value));
            }
        }
        return response.build();
    }

    /** As a resource of an application throws it of which Usher is a part: a redirect, or an answer in its own words. */
    private static boolean isComplete(Response response) {
        return response.getStatus() < FIRST_OF_ERRORS || response.hasEntity();
    }

    @ServerExceptionMapper
    Response anythingElse(Throwable e, RoutingContext request) {
        return answer(Failures.document(request, e, NO_STATUS));
    }

    private static Response answer(ProblemDocument document) {
        Response.ResponseBuilder response = Response.status(document.status())
                .type(ProblemDocument.MEDIA_TYPE)
                .entity(document.body());
        document.headers().forEach(response::header);
        return response.build();
    }
}
