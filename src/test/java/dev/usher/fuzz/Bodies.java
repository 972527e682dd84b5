package dev.usher.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Requests with a body that was as it should be, before something happened to it. */
final class Bodies {

    private Bodies() {}

    static FuzzRequest form(String path, Dice dice, List<Map.Entry<String, String>> fields) {
        return post(path, dice, "application/x-www-form-urlencoded", Mutation.form(fields, dice));
    }

    static FuzzRequest json(String path, Dice dice, ObjectNode object) {
        for (int mutations = dice.below(3); mutations > 0; mutations--) {
            Mutation.ofFields(object, dice);
        }
        return post(path, dice, "application/json", object.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static FuzzRequest post(String path, Dice dice, String contentType, byte[] body) {
        return FuzzRequest.post(
                path,
                dice.oneIn(20) ? otherContentType(dice) : contentType,
                dice.oneIn(6) ? Mutation.ofBytes(body, dice) : body);
    }

    private static String otherContentType(Dice dice) {
        return dice.oneOf(
                "",
                "application/json; charset=utf-8",
                "application/x-www-form-urlencoded, application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                "*/*",
                ";",
                "application/JSON");
    }
}
