package dev.usher.pusher;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Reads when a server wants to be asked again: in seconds, or by a date (RFC 9110, section 10.2.3). */
final class RetryAfter {

    /** What is further away is a mistake, and nobody remembers it for longer anyway. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** More than any number of seconds that fits {@link #LONGEST}, and less than what a long holds. */
    private static final int MAX_DIGITS = 18;

    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

    private RetryAfter() {}

    static Optional<Duration> of(UpstreamAnswer answer) {
        return Optional.ofNullable(answer.retryAfter()).flatMap(header -> read(header.strip(), Instant.now()));
    }

    /** Empty if it is neither; a day at most; a date that is over means at once. */
    static Optional<Duration> read(String header, Instant now) {
        if (header.matches("[0-9]+")) {
            return Optional.of(
                    header.length() > MAX_DIGITS ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(header))));
        }
        try {
            return Optional.of(bounded(Duration.between(now, DATE.parse(header, Instant::from))));
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration told) {
        if (told.isNegative()) {
            return Duration.ZERO;
        }
        return told.compareTo(LONGEST) < 0 ? told : LONGEST;
    }
}
