package dev.usher.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256: of whatever length the things are that are told apart by it, it has 32 bytes, and tells nothing of them. */
public record Digest(long first, long second, long third, long fourth) {

    /** That of bytes as they are. */
    public static Digest of(byte[] bytes) {
        return read(sha256().digest(bytes));
    }

    /** That of several texts, which is not that of the same characters parted otherwise. */
    static Digest of(String... texts) {
        MessageDigest sha256 = sha256();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sha256.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            sha256.update(bytes);
        }
        return read(sha256.digest());
    }

    private static Digest read(byte[] hash) {
        ByteBuffer longs = ByteBuffer.wrap(hash);
        return new Digest(longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The hash's own bits are as good as any. */
    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /** As 64 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }
}
