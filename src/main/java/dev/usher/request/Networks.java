package dev.usher.request;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Networks of which the peers are trusted, such as that of a gateway. An IPv4 address that comes as an IPv6 one
 * ({@code ::ffff:10.0.0.1}) is the IPv4 one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632">RFC 4632, CIDR notation</a>
 */
public final class Networks {

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
        return IpAddress.parse(address).filter(this::contains).isPresent();
    }

    boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /**
     * The addresses that begin alike.
     *
     * @param bits what they begin with
     * @param length how many bits an address has
     * @param prefix how many of them are the network's
     */
    private record Network(BigInteger bits, int length, int prefix) {

        private static final Pattern CIDR = Pattern.compile("([^/]+)(?:/([0-9]{1,3}))?");

        static Network of(String text) {
            return Optional.of(CIDR.matcher(text))
                    .filter(Matcher::matches)
                    .flatMap(cidr -> IpAddress.parse(cidr.group(1))
                            .flatMap(address -> of(address, Optional.ofNullable(cidr.group(2)))))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"%s\" is no network (expected: such as 10.0.0.0/8 or fd00::/8)".formatted(text)));
        }

        /** The network of an address that has nothing behind the prefix. */
        private static Optional<Network> of(InetAddress address, Optional<String> prefix) {
            int length = address.getAddress().length * Byte.SIZE;
            int bits = prefix.map(Integer::valueOf).orElse(length);
            if (bits > length) {
                return Optional.empty();
            }
            BigInteger network = number(address).shiftRight(length - bits);
            return Optional.of(new Network(network, length, bits))
                    .filter(found -> network.shiftLeft(length - bits).equals(number(address)));
        }

        boolean contains(InetAddress address) {
            return address.getAddress().length * Byte.SIZE == length
                    && number(address).shiftRight(length - prefix).equals(bits);
        }

        private static BigInteger number(InetAddress address) {
            return new BigInteger(1, address.getAddress());
        }
    }
}
