package dev.usher.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a token, by which it is found again: whoever sees a dump of the memory gets no token of it. */
record TokenHash(long first, long second, long third, long fourth) {

    static TokenHash of(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            ByteBuffer longs = ByteBuffer.wrap(hash);
            return new TokenHash(longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The hash's own bits are as good as any. */
    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }
}
