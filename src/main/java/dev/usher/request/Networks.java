package dev.usher.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Networks of which the peers are trusted, such as that of a gateway. An IPv4 address that comes as an IPv6 one
 * ({@code ::ffff:10.0.0.1}) is the IPv4 one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632">RFC 4632, CIDR notation</a>
 */
public final class Networks {

    /** No name of a host, which would be looked up. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Reads networks such as {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
     *
     * @throws IllegalArgumentException if one is no network, or has bits set behind its prefix
     */
    public static Networks of(List<String> networks) {
        return new Networks(
                networks.stream().map(String::strip).map(Network::of).toList());
    }

    /** Whether the address is in one of the networks; no text that is no address is. */
    public boolean contains(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            return false;
        }
        byte[] bytes;
        try {
            bytes = InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    private record Network(byte[] address, int prefix) {

        static Network of(String text) {
            int slash = text.indexOf('/');
            String address = slash < 0 ? text : text.substring(0, slash);
            try {
                if (!ADDRESS.matcher(address).matches()) {
                    throw new UnknownHostException();
                }
                byte[] bytes = InetAddress.getByName(address).getAddress();
                int bits = bytes.length * 8;
                int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
                if (prefix < 0 || prefix > bits || !hasNothingBehind(bytes, prefix)) {
                    throw new IllegalArgumentException();
                }
                return new Network(bytes, prefix);
            } catch (UnknownHostException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "\"%s\" is no network (expected: such as 10.0.0.0/8 or fd00::/8)".formatted(text));
            }
        }

        private static boolean hasNothingBehind(byte[] bytes, int prefix) {
            for (int bit = prefix; bit < bytes.length * 8; bit++) {
                if (isSet(bytes, bit)) {
                    return false;
                }
            }
            return true;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                if (isSet(address, bit) != isSet(other, bit)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isSet(byte[] bytes, int bit) {
            return (bytes[bit / 8] >> (7 - bit % 8) & 1) == 1;
        }
    }
}
