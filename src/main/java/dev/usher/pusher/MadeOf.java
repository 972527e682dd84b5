package dev.usher.pusher;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is made of the app, and made anew when the app's settings have been replaced. Safe for use by any number of
 * threads; two of them may make it at the same time, and either will do.
 */
final class MadeOf<T> implements Supplier<T> {

    private final Supplier<ChannelsApp> app;
    private final Function<ChannelsApp, T> making;
    private volatile Made<T> last;

    MadeOf(Supplier<ChannelsApp> app, Function<ChannelsApp, T> making) {
        this.app = app;
        this.making = making;
        this.last = Made.of(app.get(), making);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The app is replaced whole.
    public T get() {
        ChannelsApp now = app.get();
        Made<T> made = last;
        if (made.app() != now) {
            made = Made.of(now, making);
            last = made;
        }
        return made.it();
    }

    private record Made<T>(ChannelsApp app, T it) {

        static <T> Made<T> of(ChannelsApp app, Function<ChannelsApp, T> making) {
            return new Made<>(app, making.apply(app));
        }
    }
}
