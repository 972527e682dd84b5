package dev.usher.request;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a call comes from: the peer of its connection or, where that is a gateway which is trusted, the nearest of
 * those in X-Forwarded-For that is none. Whatever stands to the left of that one, anybody may have written.
 */
@Singleton
public final class ClientAddress {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code [2001:db8::1]} or {@code [2001:db8::1]:80}. */
    private static final Pattern ELEMENT =
            Pattern.compile("\\[([^\\]]+)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}|([0-9A-Fa-f:.]+)");

    /** What a provider gives to one subscriber, who has all addresses of it (RFC 6177). */
    private static final int IPV6_SUBSCRIBER_BYTES = 8;

    private final Gateway gateway;

    ClientAddress(Gateway gateway) {
        this.gateway = gateway;
    }

    /**
     * The address that a call comes from, as a text to tell callers apart by: an IPv4 address, or the first 64 bits of
     * an IPv6 one, such as {@code 2001:db8:0:0:0:0:0:0/64}.
     */
    public String of(HttpServerRequest request) {
        // The connection's own, which no setting of the HTTP layer's replaces by what a header says.
        return of(peer(request.connection().remoteAddress()), request.headers().getAll(FORWARDED_FOR));
    }

    /** @param forwardedFor the headers in their order, each of which may have several elements */
    String of(String peer, List<String> forwardedFor) {
        Optional<InetAddress> nearest = IpAddress.parse(peer);
        List<String> elements = Arrays.asList(String.join(",", forwardedFor).split(","));
        for (int i = elements.size() - 1; i >= 0 && nearest.filter(gateway::has).isPresent(); i--) {
            Optional<InetAddress> before = element(elements.get(i).strip());
            if (before.isEmpty()) {
                // Not what a gateway writes that knows its caller; it has to answer for this one itself.
                break;
            }
            nearest = before;
        }
        return nearest.map(ClientAddress::subscriber).orElse(peer);
    }

    private static Optional<InetAddress> element(String text) {
        Matcher matcher = ELEMENT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return IpAddress.parse(matcher.group(group));
            }
        }
        return Optional.empty();
    }

    /** Without the interface of a link-local address; a domain socket's peer has no address at all. */
    private static String peer(SocketAddress address) {
        String host = address.hostAddress();
        return host == null ? "local" : host.split("%", 2)[0];
    }

    private static String subscriber(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        byte[] network = address.getAddress();
        Arrays.fill(network, IPV6_SUBSCRIBER_BYTES, network.length, (byte) 0);
        return IpAddress.of(network).getHostAddress() + "/64";
    }
}
