package dev.usher.embedded;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Serves the demo page's files from the class path.
 *
 * <p>Not Vert.x' StaticHandler: it has the folder above the page unpacked, which fails on the classes that Quarkus keeps
 * in memory in development, and then other paths are answered 500 as well.
 */
final class DemoPage {

    private static final String FILE = "/(?<name>(?:tabs/)?[a-z-]+)\\.(?<type>css|html|js|svg)";

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "css", "text/css",
            "html", "text/html",
            "js", "text/javascript",
            "svg", "image/svg+xml");

    private DemoPage() {}

    static void mount(Router router) {
        // Reading a file blocks, so it is done on a worker.
        router.get("/").blockingHandler(context -> send(context, "index", "html"), false);
        router.getWithRegex(FILE)
                .blockingHandler(context -> send(context, context.pathParam("name"), context.pathParam("type")), false);
    }

    private static void send(RoutingContext context, String name, String type) {
        try (InputStream content = DemoPage.class.getResourceAsStream("demo/" + name + "." + type)) {
            if (content == null) {
                context.next();
                return;
            }
            context.response()
                    .putHeader("Content-Type", MEDIA_TYPES.get(type) + ";charset=UTF-8")
                    // So that a change shows on the next reload.
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("Content-Security-Policy", "default-src 'self'; connect-src 'self' ws: wss: https:")
                    .end(Buffer.buffer(content.readAllBytes()));
        } catch (IOException e) {
            context.fail(e);
        }
    }
}
