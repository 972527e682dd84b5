package dev.usher.authorize;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What the claims of a token say about the user, to the others on a presence channel and to the Channels server. */
@ConfigMapping(prefix = "usher.user")
interface UserConfig {

    /** The claim that holds the user's id. */
    @WithDefault("sub")
    String id();

    /**
     * The claims that everyone on a presence channel may see, as {@code user_info}: each by its name or path, or as
     * {@code key=path}, such as {@code picture=profile.picture}.
     */
    Optional<List<String>> info();

    /** The claim that holds the ids of the users of whom this one is told whether they are online. */
    Optional<String> watchlist();

    /** Where a presence channel has its member from. */
    @WithDefault("claims")
    Membership membership();

    /** Where a presence channel has its member from. */
    enum Membership {
        /** From the authorization, which carries it. */
        CLAIMS,
        /** From the connection, which has to be signed in: an authorization of a few bytes, and one truth. */
        SIGNED_IN
    }
}
