package dev.usher.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No text can end its own value in a line of the log. */
class LogLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "42|42",
                "a b=c|a b=c",
                "x\" user=\"admin|x\\\" user=\\\"admin",
                "x\\\" y=\"|x\\\\\\\" y=\\\"",
                "zoë|zo\\u00eb",
            })
    void quotesTexts(String text, String quoted) {
        assertEquals("n=1 key=\"" + quoted + "\" m=2", line(text));
    }

    @Test
    void writesLineBreaksByTheirNumber() {
        assertEquals(
                "n=1 key=\"\\u000d\\u000a\\u0085\\u2028\\u0000\\u001b\\u007f\" m=2",
                line("\r\n\u0085\u2028\0\u001b\u007f"));
    }

    @Test
    void cutsOffWhatIsTooLong() {
        String line = line("x".repeat(LogLine.MAX_TEXT + 1));
        assertEquals("n=1 key=\"" + "x".repeat(LogLine.MAX_TEXT) + "...\" m=2", line);
        assertEquals("n=1 key=\"" + "x".repeat(LogLine.MAX_TEXT) + "\" m=2", line("x".repeat(LogLine.MAX_TEXT)));
    }

    @Property
    void hasThreeKeysWhateverTheTextIs(@ForAll String text) {
        String line = line(text);
        assertTrue(line.matches("n=1 key=\"([ !#-\\[\\]-~]|\\\\[\"\\\\]|\\\\u[0-9a-f]{4})*\" m=2"), line);
    }

    private static String line(String text) {
        return new LogLine().word("n", 1).text("key", text).word("m", 2).toString();
    }
}
