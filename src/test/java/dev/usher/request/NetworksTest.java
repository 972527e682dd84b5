package dev.usher.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "10.0.0.0/8, ::ffff:10.0.0.1, true",
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "fd00::/8, fd12:3456::1, true",
        "fd00::/8, fe80::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "127.0.0.0/8, localhost, false",
        "127.0.0.0/8, 127.1, false",
        "10.0.0.0/8, '', false",
        "10.0.0.0/8, 10.0.0.999, false",
        "::1, ::zz, false",
    })
    void holdsTheAddressesBehindItsPrefixAlone(String network, String address, boolean contained) {
        assertEquals(contained, Networks.of(List.of(network)).contains(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gateway",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0.1/8",
                "fd00::/129",
                "10.0.0.0/"
            })
    void refusesWhatIsNoNetwork(String network) {
        String message = assertThrows(IllegalArgumentException.class, () -> Networks.of(List.of(network)))
                .getMessage();
        assertTrue(String.valueOf(message).contains("\"" + network + "\""), message);
    }
}
