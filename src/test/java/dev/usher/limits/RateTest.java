package dev.usher.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {

    @ParameterizedTest
    @CsvSource({"5, 7, 7", "5, , 50", "1000000, , 1000000", "1, 1, 1"})
    void hasTenSecondsWorthForABurstUnlessToldOtherwise(int rate, @Nullable Integer burst, int expected) {
        assertEquals(
                Optional.of(new Rate(rate, expected)),
                Rate.of("usher.limits.user", Optional.of(rate), Optional.ofNullable(burst)));
    }

    @Test
    void isNoneUnlessItIsSet() {
        assertEquals(Optional.empty(), Rate.of("usher.limits.user", Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, , usher.limits.user-rate",
        "-1, , usher.limits.user-rate",
        "1000001, , usher.limits.user-rate",
        "1, 0, usher.limits.user-burst",
        "1, 1000001, usher.limits.user-burst",
        ", 5, usher.limits.user-rate",
    })
    void refusesWhatIsNoRate(@Nullable Integer rate, @Nullable Integer burst, String setting) {
        String message = assertThrows(
                        ConfigurationException.class,
                        () -> Rate.of("usher.limits.user", Optional.ofNullable(rate), Optional.ofNullable(burst)))
                .getMessage();
        assertTrue(String.valueOf(message).contains(setting), message);
    }
}
