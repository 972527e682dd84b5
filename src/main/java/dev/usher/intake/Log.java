package dev.usher.intake;

import dev.usher.intake.Verdict.Poison;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Where records come from, as far as it is told of what became of them. What it answers may fail: then it is told again,
 * until it does not.
 *
 * @param <R> by what it knows a record
 */
public interface Log<R> {

    /** Acknowledges records of which the Channels server took the events. */
    Uni<Void> acknowledge(List<R> records);

    /** Puts a record where those lie that never can be published, with the reason, and acknowledges it then. */
    Uni<Void> putAside(R record, Poison poison);

    /** Whether what it has handed out is still its own to be published. Once it is not, it never is again. */
    default boolean mayPublish() {
        return true;
    }

    /** Some records have been settled, so there is room for others. Called on event loops. */
    default void relieved() {}
}
