package dev.usher.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a resource, or the framework around it, fails with into a problem document. */
final class ProblemMappers {

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return answer(ProblemDocument.of(e.problem()));
    }

    @ServerExceptionMapper
    Response missingToken(UnauthorizedException e) {
        return answer(ProblemDocument.of(TokenProblem.missing()));
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException e) {
        return answer(ProblemDocument.of(TokenProblem.of(e)));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return answer(ProblemDocument.of(Problem.of(ProblemType.DENIED, "The caller may not use this path.")));
    }

    /** What JAX-RS itself refuses: an unknown path, another method, a media type. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            return answer(ProblemDocument.ofDefect(e));
        }
        ProblemType type = ProblemType.ofStatus(status);
        return answer(ProblemDocument.of(Problem.of(type, type.title() + ".")), e.getResponse());
    }

    @ServerExceptionMapper
    Response defect(Throwable e) {
        return answer(ProblemDocument.ofDefect(e));
    }

    private static Response answer(ProblemDocument document) {
        Response.ResponseBuilder response = Response.status(document.status())
                .type(ProblemDocument.MEDIA_TYPE)
                .entity(document.body());
        document.headers().forEach(response::header);
        return response.build();
    }

    /** Keeps the headers that tell what would have been right, such as Allow. */
    private static Response answer(ProblemDocument document, Response refused) {
        Response.ResponseBuilder response = Response.fromResponse(answer(document));
        for (Map.Entry<String, List<Object>> header : refused.getHeaders().entrySet()) {
            if (!header.getKey().equalsIgnoreCase("Content-Type")
                    && !header.getKey().equalsIgnoreCase("Content-Length")) {
                header.getValue().forEach(value -> response.header(header.getKey(), value));
            }
        }
        return response.build();
    }
}
