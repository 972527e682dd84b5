package dev.usher.request;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads addresses. The JDK's own reader takes what is no address for a name, and looks it up. */
final class IpAddress {

    private IpAddress() {}

    /** The address that a text is; an IPv4 one that is written as an IPv6 one ({@code ::ffff:10.0.0.1}) is the IPv4 one. */
    static Optional<InetAddress> parse(String text) {
        // Netty's reader drops what does not belong to the address itself.
        if (text.startsWith("[") || text.indexOf('%') >= 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(text))
                .map(IpAddress::of);
    }

    static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException otherThanFourOrSixteen) {
            throw new IllegalArgumentException(otherThanFourOrSixteen);
        }
    }
}
