package dev.usher.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.testing.ScriptedChannels;
import dev.usher.testing.UpstreamEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What backends were told of their events, held against what the Channels server took. */
final class Books {

    private final Map<Integer, Entry> told = new TreeMap<>();

    /** What a backend knows of an event. */
    enum Fate {
        /** Answered with 200: the server has it. */
        ACCEPTED,
        /** Told that it may have been published. */
        IN_DOUBT,
        /** Told otherwise: the server does not have it. */
        NOT_PUBLISHED,
        /** Usher took the call, and ended without an answer. */
        UNANSWERED
    }

    /** @param status that the event got; 0 if it got no answer */
    record Entry(String name, String channel, Fate fate, int status) {}

    synchronized void enter(int number, Entry entry) {
        if (told.put(number, entry) != null) {
            throw new IllegalStateException("event " + number + " was published twice by the test itself");
        }
    }

    synchronized List<Entry> entries() {
        return List.copyOf(told.values());
    }

    synchronized int count(Fate fate) {
        return (int)
                told.values().stream().filter(entry -> entry.fate() == fate).count();
    }

    /**
     * Fails unless each event was taken as often as its backend must believe, those of a channel in the order in which
     * they were published, and nothing that nobody published.
     *
     * @param mostOfUnanswered how often an event may have been taken whose call was never answered
     * @return the sums
     */
    synchronized String settle(ScriptedChannels channels, int mostOfUnanswered) {
        List<String> wrong = new ArrayList<>();
        Map<Integer, Integer> taken = taken(channels, wrong);
        told.forEach((number, entry) -> {
            int times = taken.getOrDefault(number, 0);
            int least = entry.fate() == Fate.ACCEPTED ? 1 : 0;
            int most =
                    switch (entry.fate()) {
                        case ACCEPTED, IN_DOUBT -> 1;
                        case NOT_PUBLISHED -> 0;
                        case UNANSWERED -> mostOfUnanswered;
                    };
            if (times < least || times > most) {
                wrong.add("event %d was taken %d times: %s".formatted(number, times, entry));
            }
        });
        taken.keySet().stream()
                .filter(number -> !told.containsKey(number))
                .forEach(number -> wrong.add("event " + number + " was taken, and nobody was told of it"));
        assertEquals(List.of(), wrong, () -> sums(channels));
        return sums(channels);
    }

    private static Map<Integer, Integer> taken(ScriptedChannels channels, List<String> wrong) {
        Map<Integer, Integer> taken = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        for (UpstreamEvent event : channels.taken()) {
            int number = Integer.parseInt(event.data());
            taken.merge(number, 1, Integer::sum);
            Integer before = last.put(event.channel(), number);
            if (before != null && before >= number) {
                wrong.add("%s got event %d after %d".formatted(event.channel(), number, before));
            }
        }
        return taken;
    }

    private synchronized String sums(ScriptedChannels channels) {
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        told.values().forEach(entry -> fates.merge(entry.fate(), 1, Integer::sum));
        return "%d events in, %s; %d out, by %d calls"
                .formatted(
                        told.size(),
                        fates,
                        channels.takenCount(),
                        channels.calls().size());
    }
}
