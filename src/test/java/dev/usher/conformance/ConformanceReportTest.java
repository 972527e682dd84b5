package dev.usher.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/conformance.md} are complete: what is in them is shown by the scenarios. */
class ConformanceReportTest {

    @Test
    void namesTheClientsThatTheSuiteInstalls() throws Exception {
        assertEquals(
                Set.of(
                        "pusher-js 8.6.0",
                        "pusher-js 7.0.6",
                        "laravel-echo 2.5.0",
                        "pusher-java-client 2.4.4",
                        "pusher 5.3.4",
                        "pusher-http-java 1.3.4"),
                ConformanceReport.read().clients());
    }

    @Test
    void saysWhyTheServersDifferWhereTheyDo() throws Exception {
        ConformanceReport report = ConformanceReport.read();

        assertEquals(report.differing(), report.explained());
    }

    @Test
    void readsWhatEachServerMakesOfAScenario() throws Exception {
        ConformanceReport report = ConformanceReport.read();
        String scenario = "A watchlist";

        assertEquals(
                Map.of(false, "online, then offline", true, "not told"),
                Map.of(
                        false, report.expected("pusher-js 8.6.0", false).get(scenario),
                        true, report.expected("pusher-js 8.6.0", true).get(scenario)));
    }
}
