package dev.usher.access;

import dev.usher.channel.ChannelName;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Puts decisions on record: each is counted, and has a line in the log, unless it is one of the many that were allowed
 * and not drawn. A line never holds a token or a signature.
 */
@Singleton
final class DecisionRecord {

    /** What an operator sends elsewhere, or switches off, by this name. */
    static final String CATEGORY = "dev.usher.access.decision";

    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private static final String SIGN_IN = "sign-in";
    private static final Ruling BY_TOKEN = new Ruling.Allowed("valid-token");

    private final DecisionMeters meters;
    private final double logAllowed;

    DecisionRecord(DecisionMeters meters, DecisionConfig config) {
        this.meters = meters;
        this.logAllowed = config.logAllowed();
        if (!(logAllowed >= 0 && logAllowed <= 1)) {
            throw new ConfigurationException(
                    "Set usher.decisions.log-allowed to a number from 0 to 1, such as 0.01 for one in a hundred.");
        }
    }

    void add(Asker asker, Deed deed, ChannelName channel, Ruling ruling, long nanos) {
        add(asker, deed, Optional.of(channel), ruling, nanos);
    }

    /** Of no certain channel. */
    void add(Asker asker, Deed deed, Ruling ruling, long nanos) {
        add(asker, deed, Optional.empty(), ruling, nanos);
    }

    /** No rule is asked who may sign in, so that there is no time which that took. */
    void addSignIn(Asker asker) {
        meters.count(SIGN_IN, BY_TOKEN);
        if (isLogged(BY_TOKEN)) {
            write(BY_TOKEN, line(asker, SIGN_IN, Optional.empty(), BY_TOKEN));
        }
    }

    private void add(Asker asker, Deed deed, Optional<ChannelName> channel, Ruling ruling, long nanos) {
        meters.count(deed.label(), ruling);
        meters.time(ruling, nanos);
        if (isLogged(ruling)) {
            LogLine line = line(asker, deed.label(), channel, ruling);
            write(ruling, line.word("micros", TimeUnit.NANOSECONDS.toMicros(nanos)));
        }
    }

    private boolean isLogged(Ruling ruling) {
        boolean drawn = !(ruling instanceof Ruling.Allowed)
                || ThreadLocalRandom.current().nextDouble() < logAllowed;
        return drawn && LOG.isEnabled(level(ruling));
    }

    private static void write(Ruling ruling, LogLine line) {
        LOG.log(level(ruling), line);
    }

    private static Logger.Level level(Ruling ruling) {
        return ruling instanceof Ruling.Undecided ? Logger.Level.WARN : Logger.Level.INFO;
    }

    private static LogLine line(Asker asker, String deed, Optional<ChannelName> channel, Ruling ruling) {
        LogLine begun = new LogLine()
                .word("instance", asker.id())
                .word("outcome", Outcome.of(ruling).label())
                .word("action", deed);
        LogLine line = channel.map(name -> begun.text("channel", name.value()))
                .orElse(begun)
                .text("user", asker.caller().loggable());
        return ruling.fold(
                allowed -> line.text("rule", allowed.rule()),
                denied -> line.word("reason", Outcome.NO_RULE),
                undecided -> line.text("rule", undecided.rule())
                        .word("reason", undecided.reason().label())
                        .text("cause", undecided.cause()));
    }
}
