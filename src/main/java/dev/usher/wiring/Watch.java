package dev.usher.wiring;

import dev.usher.mounted.MountedSettings;
import org.jboss.logging.Logger;

/**
 * Follows the mounted files from one look to the next. For one thread.
 *
 * <p>What is seen counts once it has been seen twice in a row: files are read one after the other, and may be written
 * so, and then a look in the middle sees what never was meant, such as a new key with an old secret.
 */
final class Watch {

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final Replacement replacement;

    private MountedSettings inForce;
    private Look last;

    /** Whether it was taken over or refused; it is not considered, or complained about, again. */
    private Look considered;

    Watch(MountedSettings atStart, Replacement replacement) {
        this.replacement = replacement;
        this.inForce = atStart;
        this.last = new Look.Seen(atStart);
        this.considered = last;
    }

    /** Looks, and does what is to be done about it. */
    void look() {
        try {
            Look now = Look.at(inForce);
            boolean settled = now.equals(last);
            last = now;
            if (settled && !now.equals(considered)) {
                considered = now;
                now.accept(this::consider, replacement::refuse);
            }
        } catch (RuntimeException defect) {
            // Whatever it is, it must not end the looking.
            LOG.error("The mounted files could not be looked at; what was read last stays in force.", defect);
        }
    }

    private void consider(MountedSettings seen) {
        if (seen.equals(inForce)) {
            replacement.stay();
        } else if (replacement.replace(inForce, seen)) {
            inForce = seen;
        }
    }
}
