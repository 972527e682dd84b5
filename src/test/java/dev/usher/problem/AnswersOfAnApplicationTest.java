package dev.usher.problem;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a resource of an application throws as an answer of its own stays that, where Usher is a part of it. */
class AnswersOfAnApplicationTest {

    private static final RoutingContext REQUEST = (RoutingContext) Proxy.newProxyInstance(
            RoutingContext.class.getClassLoader(),
            new Class<?>[] {RoutingContext.class},
            (proxy, method, arguments) -> {
                throw new AssertionError("was asked for " + method.getName());
            });

    @ParameterizedTest
    @MethodSource
    void areLeftAlone(Response answer) {
        assertSame(answer, new ProblemMappers().refused(new WebApplicationException(answer), REQUEST));
    }

    static List<Response> areLeftAlone() {
        return List.of(
                Response.seeOther(URI.create("/elsewhere")).build(),
                Response.notModified().build(),
                Response.status(409).entity("words of the application").build());
    }
}
