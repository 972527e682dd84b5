package dev.usher.embedded.broker;

import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Clock;

/**
 * A Channels server for one app, inside the process, for development and tests: the WebSocket protocol with users,
 * watchlists and cache channels, the HTTP API, and webhooks. It forgets everything with the process and knows nothing of other instances.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/">The Channels
 *     WebSocket protocol</a>
 */
public final class Broker {

    private final String key;
    private final Clock clock;
    private final Liveness liveness;
    private final Doorkeeper doorkeeper;
    private final HttpApi api;
    private final Hub hub;
    private final Users users = new Users();
    private final SocketIds socketIds = new SocketIds();

    /** A broker for one app, of which the id stands in the HTTP API's paths and the key in the WebSocket's. */
    public Broker(String appId, String key, Secret secret, Clock clock) {
        this(appId, key, secret, clock, Liveness.DEFAULT, Webhooks.NONE);
    }

    /**
     * A broker that tells a backend what happens on the channels. It does not mind if nobody is there to listen.
     *
     * @param webhooks where to post, such as {@code http://localhost:8080/pusher/webhook}
     */
    public Broker(String appId, String key, Secret secret, Clock clock, Vertx vertx, URI webhooks) {
        this(
                appId,
                key,
                secret,
                clock,
                Liveness.DEFAULT,
                WebhookSender.to(webhooks, key, new Signer(key, secret), clock, vertx));
    }

    Broker(String appId, String key, Secret secret, Clock clock, Liveness liveness, Webhooks webhooks) {
        Signer signer = new Signer(key, secret);
        this.key = key;
        this.clock = clock;
        this.liveness = liveness;
        this.hub = new Hub(new Cache(clock), webhooks);
        this.doorkeeper = new Doorkeeper(key, signer);
        this.api = new HttpApi(
                appId, new RequestVerifier(key, signer, clock), new Publishing(hub), new Queries(hub), users);
    }

    /** Adds the broker's routes, {@code /app/<key>} and those under {@code /apps/<app id>}, and no other. */
    public void mount(Router router) {
        router.get("/app/:key").handler(this::connect);
        api.mount(router);
    }

    private void connect(RoutingContext context) {
        // Read before the upgrade: a query that cannot be decoded still gets the router's 400.
        Handshake handshake = Handshake.check(key, context.pathParam("key"), context.queryParams());
        if (!"websocket".equalsIgnoreCase(context.request().getHeader("Upgrade"))) {
            context.response()
                    .setStatusCode(426)
                    .putHeader("Upgrade", "websocket")
                    .end("This is a WebSocket endpoint: connect with ws://");
            return;
        }
        // A refused client is let in all the same, because a close code can only be told over an open WebSocket.
        context.request().toWebSocket().onFailure(context::fail).onSuccess(socket -> open(context, socket, handshake));
    }

    private void open(RoutingContext context, ServerWebSocket socket, Handshake handshake) {
        Connection connection = new Connection(socketIds.next(), socket, handshake, context.vertx());
        Conversation conversation = new Conversation(connection, hub, users, doorkeeper, new RateLimit(clock));
        handshake.objection().ifPresentOrElse(connection::close, () -> connection.open(conversation, liveness));
    }
}
