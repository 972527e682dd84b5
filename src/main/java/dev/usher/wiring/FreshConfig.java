package dev.usher.wiring;

import dev.usher.mounted.MountedSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The configuration anew: everything as it was at the start but for what is in files. */
final class FreshConfig {

    /** The same as Quarkus' own; what Usher does not know, such as its extensions' settings, is not its concern. */
    private static final String VALIDATE_UNKNOWN = "smallrye.config.mapping.validate-unknown";

    /** Of a converter that an application brings along, which would have this one too. */
    private static final int PRIORITY = 200;

    private FreshConfig() {}

    /** @throws RuntimeException if a setting is not of its kind, such as a port that is no number */
    static SmallRyeConfig of(SmallRyeConfig atStart, MountedSettings now) {
        List<String> profiles = new ArrayList<>(atStart.getProfiles());
        // They are told with the most important one first, and taken with it last.
        Collections.reverse(profiles);
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .forClassLoader(FreshConfig.class.getClassLoader())
                .withProfiles(profiles)
                .withSources(now.replacedIn(atStart))
                .withConverter(Duration.class, PRIORITY, new DurationConverter())
                .withDefaultValue(VALIDATE_UNKNOWN, "false");
        Settings.MAPPINGS.forEach(builder::withMapping);
        return builder.build();
    }
}
