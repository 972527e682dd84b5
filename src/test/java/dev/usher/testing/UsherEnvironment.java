package dev.usher.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The configuration that Usher is tested with: the app of the vectors, the test issuer, and some rules. */
public final class UsherEnvironment {

    public static final String ALLOWED_ORIGIN = "https://app.example.com";

    private UsherEnvironment() {}

    /** Usher before a Channels server on this machine, with the issuer's keys in a file. */
    public static Map<String, String> with(int channelsPort) {
        Map<String, String> config = new HashMap<>();
        config.put("pusher.app-id", Vectors.APP_ID);
        config.put("pusher.key", Vectors.KEY);
        config.put("pusher.secret", Vectors.SECRET);
        config.put("pusher.encryption-master-key", Vectors.MASTER_KEY);
        config.put("pusher.scheme", "http");
        config.put("pusher.host", "127.0.0.1");
        config.put("pusher.port", Integer.toString(channelsPort));
        config.put("mp.jwt.verify.publickey.location", jwksFile().toUri().toString());
        config.put("mp.jwt.verify.issuer", TestIssuer.ISSUER);
        config.put("mp.jwt.verify.audiences", TestIssuer.AUDIENCE);
        config.put("usher.cors.origins", ALLOWED_ORIGIN);
        config.put("usher.policy.orders.channels", "private-orders_*,private-cache-orders_*,private-a=b@c\\,d.e;f_G-9");
        config.put("usher.policy.orders.roles", "clerk");
        config.put("usher.policy.team.channels", "private-team-{teams},presence-team-{teams}");
        config.put("usher.policy.room.channels", "presence-room.7,presence-cache-room.7");
        config.put("usher.policy.ledger.channels", "private-encrypted-ledger,private-encrypted-cache-ledger");
        config.put("usher.policy.bot.channels", "presence-a,private-user-{sub}");
        config.put("usher.policy.bot.actions", "publish");
        config.put("usher.policy.bot.roles", "bot");
        config.put("usher.user.info", "name,city,mood,html,n,photo=profile.photo");
        config.put("usher.user.watchlist", "friends");
        config.put("usher.policy.tenant.channels", "private-tenant-{org.id}=.*");
        config.put("quarkus.management.port", "0");
        // Tests share their machine with others: an event loop that is late says nothing about Usher's own load.
        config.put("usher.limits.lag", "1m");
        return config;
    }

    private static Path jwksFile() {
        try {
            Path file = Files.createTempFile("usher-test", ".jwks.json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, TestIssuer.jwks());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
