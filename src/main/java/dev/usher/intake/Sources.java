package dev.usher.intake;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The sources that are switched on. */
@Singleton
public final class Sources {

    private final Map<String, Source> byName = new ConcurrentSkipListMap<>();
    private final MeterRegistry registry;

    public Sources(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The source of that name, which is a label of metrics, such as {@code redis}. */
    public Source named(String name) {
        return byName.computeIfAbsent(name, unknown -> new Source(unknown, registry));
    }

    List<Source> all() {
        return List.copyOf(byName.values());
    }
}
