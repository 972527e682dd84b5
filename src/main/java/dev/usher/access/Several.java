package dev.usher.access;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Does for many what is done for one, some at a time. */
public final class Several {

    /** A batch has so many events checked at a time, and of each so many channels; no request may keep all to itself. */
    private static final int AT_ONCE = 8;

    private Several() {}

    /** What each item becomes, in their order. Fails as soon as one does. */
    public static <T, R> Uni<List<R>> inOrder(List<T> items, Function<? super T, Uni<R>> each) {
        return Multi.createFrom()
                .range(0, items.size())
                .onItem()
                .transformToUni(i -> each.apply(items.get(i)).map(result -> Map.entry(i, result)))
                .merge(AT_ONCE)
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(results ->
                        IntStream.range(0, items.size()).mapToObj(results::get).toList());
    }
}
