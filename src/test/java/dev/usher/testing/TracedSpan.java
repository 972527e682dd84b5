package dev.usher.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as it arrives at a collector, read without code of OpenTelemetry's.
 *
 * @param parent the id of the span that it is a part of; empty for the first of a trace
 * @param links each as the trace and the span that it leads to, {@code trace/span}
 * @param attributes numbers as they are printed
 * @param wire all that was sent about it
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto/blob/v1.8.0/opentelemetry/proto/trace/v1/trace.proto">
 *     OTLP, trace.proto: the numbers of the fields</a>
 */
public record TracedSpan(
        String trace,
        String id,
        String parent,
        String name,
        Kind kind,
        List<String> links,
        Map<String, String> attributes,
        int events,
        boolean failed,
        String wire) {

    private static final int ERROR = 2;

    /** In the order of their numbers. */
    public enum Kind {
        UNSPECIFIED,
        INTERNAL,
        SERVER,
        CLIENT,
        PRODUCER,
        CONSUMER
    }

    /** Without the wire, which is no text. */
    @Override
    public String toString() {
        return kind + " " + name + " " + address() + " of " + parent + " " + links + " " + attributes;
    }

    /** As a link to it is written. */
    public String address() {
        return trace + "/" + id;
    }

    /** Those of a request of the exporter's, {@code ExportTraceServiceRequest}. */
    static List<TracedSpan> read(byte[] request) throws InvalidProtocolBufferException {
        List<TracedSpan> spans = new ArrayList<>();
        for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(request), 1)) {
            for (UnknownFieldSet scope : messages(resource, 2)) {
                for (UnknownFieldSet span : messages(scope, 2)) {
                    spans.add(span(span));
                }
            }
        }
        return spans;
    }

    private static TracedSpan span(UnknownFieldSet span) throws InvalidProtocolBufferException {
        List<String> links = new ArrayList<>();
        for (UnknownFieldSet link : messages(span, 13)) {
            links.add(hex(link, 1) + "/" + hex(link, 2));
        }
        Map<String, String> attributes = new TreeMap<>();
        for (UnknownFieldSet attribute : messages(span, 9)) {
            attributes.put(text(attribute, 1), value(messages(attribute, 2).get(0)));
        }
        boolean failed = false;
        for (UnknownFieldSet status : messages(span, 15)) {
            failed = number(status, 3) == ERROR;
        }
        return new TracedSpan(
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                text(span, 5),
                Kind.values()[(int) number(span, 6)],
                List.copyOf(links),
                attributes,
                messages(span, 11).size(),
                failed,
                new String(span.toByteArray(), StandardCharsets.ISO_8859_1));
    }

    private static String value(UnknownFieldSet any) {
        return any.hasField(1) ? text(any, 1) : Long.toString(number(any, 3));
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet in, int field) throws InvalidProtocolBufferException {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString bytes : in.getField(field).getLengthDelimitedList()) {
            messages.add(UnknownFieldSet.parseFrom(bytes));
        }
        return messages;
    }

    private static String text(UnknownFieldSet in, int field) {
        return bytes(in, field).toStringUtf8();
    }

    private static String hex(UnknownFieldSet in, int field) {
        return HexFormat.of().formatHex(bytes(in, field).toByteArray());
    }

    private static ByteString bytes(UnknownFieldSet in, int field) {
        List<ByteString> values = in.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.get(0);
    }

    private static long number(UnknownFieldSet in, int field) {
        List<Long> values = in.getField(field).getVarintList();
        return values.isEmpty() ? 0 : values.get(0);
    }
}
