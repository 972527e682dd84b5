package dev.usher.limits;

import io.vertx.ext.web.RoutingContext;

/** Whose calls these are. */
enum Traffic {
    /** A browser's. It asks again, and there are many of them. */
    BROWSERS,

    /** A backend's, or the Channels server's: there are few, and what is refused may be lost. */
    SERVERS;

    private static final String BROWSER_PATHS = "/pusher";
    private static final String WEBHOOK = "/pusher/webhook";

    /**
     * Goes by how the path begins: what is written in some other way, such as {@code /pusher/auth;x}, may find the same
     * resource, and must not find it without limits.
     */
    static Traffic of(RoutingContext context) {
        String path = context.normalizedPath();
        return path.startsWith(BROWSER_PATHS) && !path.equals(WEBHOOK) ? BROWSERS : SERVERS;
    }
}
