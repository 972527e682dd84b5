package dev.usher.mounted;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads one file of settings. Whatever is wrong is said without a byte of what the file holds. */
final class SettingsFile {

    /** What a Secret or a ConfigMap of Kubernetes holds at most; so a larger file is none of settings. */
    static final int MAX_BYTES = 1024 * 1024;

    /** As editors and {@code echo} leave it at the end. */
    private static final Pattern LAST_LINE_BREAK = Pattern.compile("\\r?\\n\\z");

    private SettingsFile() {}

    /** The value that the file is, without the line break at its end. */
    static String value(Path file) {
        return LAST_LINE_BREAK.matcher(text(file)).replaceFirst("");
    }

    /** The settings that the file lists, as {@link Properties} does. */
    static Map<String, String> properties(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(file + " is no file of properties: an escape (\\u) in it is incomplete.");
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    private static String text(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigurationException(
                        "%s has more than %d bytes, and is no setting; keep it elsewhere.".formatted(file, MAX_BYTES));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + " is no text in UTF-8, and so no setting; keep it elsewhere.");
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read; let the user that Usher runs as read it.");
        }
    }
}
