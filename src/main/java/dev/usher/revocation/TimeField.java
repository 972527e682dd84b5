package dev.usher.revocation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.problem.Problem;
import dev.usher.request.JsonFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A time as backends write one: as RFC 3339 has it, or as whole seconds since 1970, as tokens have it. */
final class TimeField {

    /** Of the year 9999, the last that RFC 3339 can write. */
    private static final Instant LAST = Instant.ofEpochSecond(253_402_300_799L);

    private TimeField() {}

    /**
     * The time, rounded up to milliseconds.
     *
     * @throws dev.usher.problem.ProblemException if the field is there but is no time from 1970 to 9999
     */
    static Optional<Instant> read(JsonFields fields, String field) {
        return fields.value(field).map(value -> parse(value)
                .filter(time -> !time.isBefore(Instant.EPOCH) && !time.isAfter(LAST))
                .map(TimeField::rounded)
                .orElseThrow(() -> Problem.ofField(
                                field,
                                "is no time (expected: such as \"2027-01-31T12:00:00Z\", or 1801396800, whole"
                                        + " seconds since 1970)")
                        .asException()));
    }

    /** Rounded up: half of a millisecond more is refused, rather than let in. */
    static Instant rounded(Instant time) {
        Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
        return whole.equals(time) ? whole : whole.plusMillis(1);
    }

    private static Optional<Instant> parse(JsonNode value) {
        try {
            if (value.isTextual()) {
                return Optional.of(OffsetDateTime.parse(value.textValue()).toInstant());
            }
            return value.isIntegralNumber() && value.canConvertToLong()
                    ? Optional.of(Instant.ofEpochSecond(value.longValue()))
                    : Optional.empty();
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
