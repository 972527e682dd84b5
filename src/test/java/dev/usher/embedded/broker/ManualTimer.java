package dev.usher.embedded.broker;

import dev.usher.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer that goes off when a test lets time pass. */
final class ManualTimer implements Timer {

    private record Alarm(Instant time, Runnable action) {}

    private final SettableClock clock;
    private final List<Alarm> alarms = new ArrayList<>();

    ManualTimer(SettableClock clock) {
        this.clock = clock;
    }

    @Override
    public void after(Duration delay, Runnable action) {
        alarms.add(new Alarm(clock.instant().plus(delay), action));
    }

    void pass(Duration duration) {
        Instant end = clock.instant().plus(duration);
        List<Alarm> due = due(end);
        while (!due.isEmpty()) {
            Alarm next = due.get(0);
            alarms.remove(next);
            clock.advance(Duration.between(clock.instant(), next.time()));
            next.action().run();
            due = due(end);
        }
        clock.advance(Duration.between(clock.instant(), end));
    }

    private List<Alarm> due(Instant end) {
        return alarms.stream()
                .filter(alarm -> !alarm.time().isAfter(end))
                .sorted(Comparator.comparing(Alarm::time))
                .toList();
    }
}
