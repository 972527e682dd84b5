package dev.usher.delivery;

import java.util.List;
import java.util.Map;

/**
 * That the server took a call.
 *
 * @param attributes for each part of the call, in order: what the server told about its channels, by channel and
 *     attribute
 */
public record Receipt(List<Map<String, Map<String, Object>>> attributes) {

    public Receipt {
        attributes = List.copyOf(attributes);
    }
}
