package dev.usher.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What becomes of webhooks. */
@ConfigMapping(prefix = "usher.webhook")
public interface WebhookConfig {

    /** Further keys of the app that are active, each with its secret: {@code key:secret,key:secret}. */
    Optional<List<String>> keys();

    /** How old a webhook may be. More than the 5 minutes for which Pusher keeps trying to deliver one. */
    @WithDefault("6m")
    Duration maxAge();

    /** How far in the future a webhook may be, for clocks that differ. */
    @WithDefault("1m")
    Duration maxAhead();

    /**
     * How many webhooks may be on their way to observers, and as many to the application, at a time; the next is told
     * to come back, at once. Each is held in memory, which is 1 MiB at worst and a few hundred bytes as a rule.
     */
    @WithDefault("256")
    int inFlight();

    /** The application that webhooks are sent on to. */
    Forward forward();

    /** How webhooks are sent on. */
    interface Forward {

        /** Where to; without it, webhooks go to observers alone. */
        Optional<String> url();

        /**
         * For how long Usher itself tries again before it leaves that to the Channels server. Let it be longer than a
         * restart of the application before a server that never repeats a webhook, such as soketi.
         */
        @WithDefault("30s")
        Duration retryFor();

        /** How long one attempt may wait for a connection, and then for the answer. */
        @WithDefault("5s")
        Duration timeout();

        /** How many connections to the application are kept open at most. */
        @WithDefault("32")
        int connections();
    }
}
