package dev.usher.intake;

import dev.usher.intake.Lane.Item;
import dev.usher.intake.Verdict.Poison;
import dev.usher.intake.Verdict.Published;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.IntConsumer;

/** Tells a log what became of its records, one step after another. */
final class Settling<R> {

    private final Log<R> log;
    private final Source source;
    private final IntConsumer settled;

    /** @param settled is told how many more have been settled */
    Settling(Log<R> log, Source source, IntConsumer settled) {
        this.log = log;
        this.source = source;
        this.settled = settled;
    }

    /** Settles the records up to the first that is to be published again; fails where the log does. */
    Uni<Void> settle(List<Item<R>> run) {
        if (run.isEmpty() || run.get(0).verdict().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        int published = leadingPublished(run);
        if (published == 0) {
            return run.get(0)
                    .verdict()
                    .filter(Poison.class::isInstance)
                    .map(poison -> putAside(run, (Poison) poison))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        }
        return log.acknowledge(
                        run.subList(0, published).stream().map(Item::record).toList())
                .invoke(() -> {
                    source.published(published);
                    settled.accept(published);
                })
                .chain(() -> settle(run.subList(published, run.size())));
    }

    private Uni<Void> putAside(List<Item<R>> run, Poison poison) {
        return log.putAside(run.get(0).record(), poison)
                .invoke(() -> {
                    source.putAside(poison);
                    settled.accept(1);
                })
                .chain(() -> settle(run.subList(1, run.size())));
    }

    private static <R> int leadingPublished(List<Item<R>> run) {
        int count = 0;
        while (count < run.size()
                && run.get(count).verdict().filter(Published.class::isInstance).isPresent()) {
            count++;
        }
        return count;
    }
}
