package dev.usher.identity;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keys from a file, or from the configuration itself. There from the start; read again when the file has changed. */
final class FileKeys implements KeySet {

    private static final Logger LOG = Logger.getLogger(FileKeys.class);

    private final Issuer issuer;
    private volatile Content content;

    /** @throws ConfigurationException if there are no keys; the message says what to set */
    FileKeys(Issuer issuer) {
        this.issuer = issuer;
        try {
            this.content = parsed(text());
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    "Set " + issuer.keySetting() + " to a file that can be read, or to a JWKS URL.");
        } catch (IllegalArgumentException e) {
            // Without its cause: Quarkus prints the sentence alone only where it is the root of the failure.
            throw new ConfigurationException("The file at " + issuer.keySetting() + " " + e.getMessage() + ".");
        }
    }

    private String text() throws IOException {
        Optional<Path> path = issuer.keys().fold(inline -> Optional.empty(), file -> Optional.of(file.path()), url -> {
            throw new IllegalArgumentException("is a URL");
        });
        return path.isPresent()
                ? Files.readString(path.get())
                : issuer.keys().fold(KeyLocation.Inline::content, file -> "", url -> "");
    }

    private Content parsed(String text) {
        return new Content(text, KeyDocument.read(text, issuer.algorithms()));
    }

    /** Looks whether the file has changed. Blocks; a content that is no good is reported, and the old keys stay. */
    void reread() {
        try {
            String text = text();
            if (!text.equals(content.text())) {
                content = parsed(text);
                LOG.infof("The keys of issuer %s have been read again.", issuer.name());
            }
        } catch (IOException e) {
            LOG.errorf("The file at %s cannot be read any more; the keys that it held stay.", issuer.keySetting());
        } catch (IllegalArgumentException e) {
            LOG.errorf("The file at %s %s; the keys that it held stay.", issuer.keySetting(), e.getMessage());
        }
    }

    @Override
    public Optional<Keys> current() {
        return Optional.of(content.keys());
    }

    @Override
    public Uni<Keys> awaited() {
        return renewed();
    }

    @Override
    public Uni<Keys> renewed() {
        return Uni.createFrom().item(() -> content.keys());
    }

    private record Content(String text, Keys keys) {}
}
