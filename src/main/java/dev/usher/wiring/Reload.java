package dev.usher.wiring;

import dev.usher.mounted.MountedConfig;
import dev.usher.mounted.MountedSettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;

/**
 * Looks at the mounted files from time to time. Compares what they say rather than wait to be told: a file system that
 * is shared or swapped by links tells of changes late, or not at all.
 */
@Singleton
final class Reload {

    /** Reading some files takes less by far; and after an hour nobody remembers the change. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Config config;
    private final Duration every;
    private final Replacement replacement;

    /** A thread of its own: a file system may hang, and must not take another's thread with it. */
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "usher-config");
        thread.setDaemon(true);
        return thread;
    });

    Reload(Config config, MountedConfig mounted, Replacement replacement) {
        this.config = config;
        this.every = mounted.checkEvery();
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new ConfigurationException("Set USHER_CONFIG_CHECK_EVERY to 100ms or more, and at most 1h.");
        }
        this.replacement = replacement;
    }

    void begin(@Observes StartupEvent event) {
        MountedSettings.of(config).ifPresent(this::watch);
    }

    private void watch(MountedSettings atStart) {
        Watch watch = new Watch(atStart, replacement);
        // None begins before the one before has ended, however long it takes.
        var unused =
                looking.scheduleWithFixedDelay(watch::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void end() {
        looking.shutdownNow();
    }
}
