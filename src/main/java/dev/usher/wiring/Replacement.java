package dev.usher.wiring;

import dev.usher.mounted.MountedSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Puts new settings in place of the old, if they are right as a whole; else the old stay, and somebody is told. */
@Singleton
final class Replacement {

    private static final Logger LOG = Logger.getLogger(Replacement.class);

    /** What is asked for each time that it is needed. Everything else is read once, at the start. */
    private static final Pattern LIVE =
            Pattern.compile("(_[A-Z0-9]+_)?(PUSHER_.*|USHER_CONNECT_.*|USHER_POLICY_.*|USHER_WEBHOOK_KEYS.*)");

    /** Where SmallRye names the setting in a message that shows its value too. */
    private static final Pattern NAMED = Pattern.compile("(?:config property|property|in) ([a-z][\\w.\\-\"\\[\\]]+)");

    private final SmallRyeConfig atStart;
    private final AppSource apps;
    private final LiveSettings live;
    private final Counter applied;
    private final Counter refused;
    private final AtomicInteger refusing;

    Replacement(Config config, AppSource apps, LiveSettings live, MeterRegistry meters) {
        this.atStart = config.unwrap(SmallRyeConfig.class);
        this.apps = apps;
        this.live = live;
        this.applied = meters.counter("usher.config.reloads", "outcome", "applied");
        this.refused = meters.counter("usher.config.reloads", "outcome", "refused");
        this.refusing = Objects.requireNonNull(meters.gauge("usher.config.refused", new AtomicInteger()));
    }

    /**
     * Takes new settings over, or refuses them.
     *
     * @param before what was taken over last
     * @return whether the new ones are in force now
     */
    boolean replace(MountedSettings before, MountedSettings now) {
        SortedSet<String> changed = now.differenceTo(before);
        try {
            Settings checked = Settings.of(FreshConfig.of(atStart, now), apps);
            boolean warned = !live.current().app().endpoint().tls();
            live.replaceBy(checked);
            if (!warned) {
                checked.warnOfPlainHttp();
            }
        } catch (ConfigurationException e) {
            refuse(Objects.requireNonNullElse(e.getMessage(), ""));
            return false;
        } catch (RuntimeException e) {
            refuse(withoutValues(e));
            return false;
        }
        refusing.set(0);
        applied.increment();
        LOG.infof(
                "The files in %s have changed, and what they say holds from now on: %s.",
                now, String.join(", ", changed));
        tellOfRestart(changed);
        return true;
    }

    /** After something that was refused, the files are as they were before. */
    void stay() {
        refusing.set(0);
        LOG.info("The mounted files say again what is in force.");
    }

    /** Stays with what is in force, whatever the files say. */
    void refuse(String sentence) {
        refusing.set(1);
        refused.increment();
        LOG.errorf("The mounted files have changed, but are refused; all that was in force stays so. %s", sentence);
    }

    private static void tellOfRestart(SortedSet<String> changed) {
        SortedSet<String> fixed = new TreeSet<>(changed);
        fixed.removeIf(name -> LIVE.matcher(name).matches());
        if (!fixed.isEmpty()) {
            LOG.warnf("Restart Usher for these, which are read at the start alone: %s.", String.join(", ", fixed));
        }
    }

    /** These messages quote what stands there, which may be a secret that has come to the wrong place. */
    private static String withoutValues(RuntimeException e) {
        Matcher name = NAMED.matcher(Objects.requireNonNullElse(e.getMessage(), ""));
        return (name.find() ? name.group(1) : "A setting")
                + " is not of its kind (docs/configuration.md says which it is).";
    }
}
