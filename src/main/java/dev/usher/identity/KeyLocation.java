package dev.usher.identity;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/** Where an issuer's keys are, as the operator says; nothing in a token ever says it. */
public sealed interface KeyLocation {

    /** Answers what kind of location it is. */
    <T> T fold(Function<Inline, T> inline, Function<File, T> file, Function<Url, T> url);

    /** @param content the keys themselves */
    record Inline(String content) implements KeyLocation {
        @Override
        public <T> T fold(Function<Inline, T> inline, Function<File, T> file, Function<Url, T> url) {
            return inline.apply(this);
        }

        /** It may be a secret. */
        @Override
        public String toString() {
            return "Inline";
        }
    }

    /** @param path a file, which is read again when it has changed */
    record File(Path path) implements KeyLocation {
        @Override
        public <T> T fold(Function<Inline, T> inline, Function<File, T> file, Function<Url, T> url) {
            return file.apply(this);
        }
    }

    /** @param url a JWKS, over http or https, which is fetched again and again */
    record Url(URI url) implements KeyLocation {
        @Override
        public <T> T fold(Function<Inline, T> inline, Function<File, T> file, Function<Url, T> url) {
            return url.apply(this);
        }
    }

    /**
     * Reads an URL, a {@code file:} URI or a path.
     *
     * @throws IllegalArgumentException if it is none of these, or an URL with a user and a password
     */
    static KeyLocation of(String location) {
        String lower = location.toLowerCase(Locale.ROOT);
        if (lower.startsWith("file:")) {
            return new File(Path.of(URI.create(location)));
        }
        if (!lower.startsWith("http:") && !lower.startsWith("https:")) {
            return new File(Path.of(location));
        }
        URI url = URI.create(location);
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("is no URL of a host, or holds a password");
        }
        return new Url(url);
    }
}
