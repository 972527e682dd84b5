package dev.usher.identity;

import dev.usher.http.Trust;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of all issuers. Those in files are there before Usher starts; those behind URLs are asked for at the start. */
@Singleton
final class IssuerKeys {

    /** The time that Kubernetes takes to write a changed Secret into a pod is longer. */
    private static final long LOOK_AT_FILES_EVERY_MILLIS = 30_000;

    /** Nobody waits for longer; and beyond some weeks, Vert.x' milliseconds no longer fit. */
    private static final Duration LONGEST = Duration.ofDays(20);

    private final Vertx vertx;
    private final JwksClient client;
    private final List<FileKeys> files = new ArrayList<>();
    private final List<FetchedKeys> fetched = new ArrayList<>();
    private final Map<String, Trusted> byIss;

    IssuerKeys(Issuers issuers, KeysConfig config, Vertx vertx, Trust trust, TokenMeters meters) {
        requireBearable("refresh", config.refresh(), Duration.ofSeconds(1));
        requireBearable("timeout", config.timeout(), Duration.ofMillis(1));
        requireBearable("cool-down", config.coolDown(), Duration.ofMillis(1));
        requireBearable("max-stale", config.maxStale(), Duration.ofSeconds(1));
        Duration untilRenewed = config.refresh().plus(config.timeout().multipliedBy(2));
        if (config.maxStale().compareTo(untilRenewed) < 0) {
            throw new ConfigurationException(
                    "Set usher.keys.max-stale to usher.keys.refresh and twice usher.keys.timeout or more: keys that are"
                            + " too old before they are fetched again would be missed although the issuer is well.");
        }
        this.vertx = vertx;
        this.client = new JwksClient(new io.vertx.mutiny.core.Vertx(vertx), trust, config.timeout());
        this.byIss = issuers.all().stream()
                .map(issuer -> new Trusted(issuer, keySet(issuer, config, meters)))
                .collect(
                        Collectors.toUnmodifiableMap(trusted -> trusted.issuer().iss(), Function.identity()));
    }

    private static void requireBearable(String setting, Duration duration, Duration least) {
        if (duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    "Set usher.keys." + setting + " to " + least.toMillis() + "ms or more, and at most 20 days.");
        }
    }

    private KeySet keySet(Issuer issuer, KeysConfig config, TokenMeters meters) {
        return issuer.keys().fold(inline -> file(issuer), file -> file(issuer), url -> {
            FetchedKeys.Fetching fetching = meters.counting(issuer.name(), new TimedFetching(vertx, client));
            FetchedKeys keys = new FetchedKeys(issuer, url.url(), config, fetching, Clock.systemUTC());
            fetched.add(keys);
            meters.watch(issuer.name(), keys);
            return keys;
        });
    }

    private KeySet file(Issuer issuer) {
        FileKeys keys = new FileKeys(issuer);
        files.add(keys);
        return keys;
    }

    void start(@Observes StartupEvent event) {
        fetched.forEach(FetchedKeys::begin);
        vertx.setPeriodic(LOOK_AT_FILES_EVERY_MILLIS, tick -> vertx.executeBlocking(this::lookAtFiles));
    }

    /** Waits for a disk, so it is done on a worker. */
    private boolean lookAtFiles() {
        files.forEach(FileKeys::reread);
        return true;
    }

    /** The issuer of that name in tokens, with its keys. */
    Optional<Trusted> of(String iss) {
        return Optional.ofNullable(byIss.get(iss));
    }

    List<Trusted> all() {
        return List.copyOf(byIss.values());
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** An issuer and its keys, which count for its tokens alone. */
    record Trusted(Issuer issuer, KeySet keys) {}
}
