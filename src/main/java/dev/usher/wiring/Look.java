package dev.usher.wiring;

import dev.usher.mounted.MountedSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Objects;
import java.util.function.Consumer;

/** What was seen of the mounted files at one moment. */
sealed interface Look {

    /** Looks at the files again. Blocks. */
    static Look at(MountedSettings files) {
        try {
            return new Seen(files.again());
        } catch (ConfigurationException e) {
            return new Unpublishable(Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    void accept(Consumer<MountedSettings> seen, Consumer<String> unreadable);

    /** All of them could be read. */
    record Seen(MountedSettings settings) implements Look {
        @Override
        public void accept(Consumer<MountedSettings> seen, Consumer<String> unreadable) {
            seen.accept(settings);
        }
    }

    /** @param sentence says what could not, and what to do */
    record Unpublishable(String sentence) implements Look {
        @Override
        public void accept(Consumer<MountedSettings> seen, Consumer<String> unreadable) {
            unreadable.accept(sentence);
        }
    }
}
