package dev.usher.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.testing.Vectors;
import java.util.List;
import java.util.stream.Stream;

/** Texts to put into fields: good ones, nearly good ones, and those that have broken other implementations. */
final class Texts {

    private static final List<String> SOCKETS = Stream.concat(
                    Stream.of(
                            "1.1",
                            "212345.6789012",
                            "0.0",
                            "1".repeat(31) + "." + "2".repeat(32),
                            "9".repeat(64) + ".1"),
                    Stream.concat(
                                    Vectors.mustReject("socket_id"),
                                    Vectors.collisions().map(c -> c.path("socket_id")))
                            .map(JsonNode::asText))
            .toList();

    private static final List<String> NAMES = Stream.concat(
                    Stream.of(
                            "private-user-42",
                            "private-user-43",
                            "private-encrypted-user-42",
                            "private-encrypted-user-43",
                            "private-user-42=7C",
                            "private-user-4",
                            "presence-room.7",
                            "presence-cache-room.7",
                            "presence-room.8",
                            "private-encrypted-ledger",
                            "private-encrypted-cache-ledger",
                            "private-orders_42",
                            "private-team-red",
                            "news",
                            "cache-news",
                            "#server-to-user-42",
                            "private-" + "x".repeat(156),
                            "private-" + "x".repeat(157)),
                    Stream.concat(
                                    Vectors.mustReject("channel_name"),
                                    Vectors.collisions().map(c -> c.path("channel_name")))
                            .map(JsonNode::asText))
            .toList();

    private static final List<String> OTHERS = List.of(
            "",
            "42",
            "null",
            "true",
            "{}",
            "[]",
            "\u0000",
            "\n",
            "é東🚀",
            "\ud83d",
            "a\udc00b",
            "-1",
            "1e999999999",
            "x".repeat(200),
            "x".repeat(11_000),
            "../../etc/passwd",
            "%00%ff%zz",
            "\"}{\"",
            "user_count",
            "subscription_count,user_count",
            "cache",
            "client-x",
            "pusher:x",
            "pusher_internal:x");

    private Texts() {}

    static String socket(Dice dice) {
        return dice.oneIn(4) ? any(dice) : dice.oneOf(SOCKETS);
    }

    static String name(Dice dice) {
        return dice.oneIn(8) ? any(dice) : dice.oneOf(NAMES);
    }

    static String any(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> dice.oneOf(SOCKETS);
            case 1 -> dice.oneOf(NAMES);
            case 2 -> random(dice);
            default -> dice.oneOf(OTHERS);
        };
    }

    private static String random(Dice dice) {
        StringBuilder text = new StringBuilder();
        int length = dice.below(40);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(dice.oneIn(10) ? dice.below(0x10FFFF) : 0x20 + dice.below(0x60));
        }
        return text.toString();
    }
}
