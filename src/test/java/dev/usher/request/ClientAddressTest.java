package dev.usher.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private final ClientAddress behindGateway =
            new ClientAddress(new Gateway(() -> Optional.of(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7"))));

    /** Several headers are separated by a bar. */
    @ParameterizedTest
    @CsvSource({
        "198.51.100.1, '', 198.51.100.1",
        "198.51.100.1, 203.0.113.9, 198.51.100.1",
        "10.0.0.1, '', 10.0.0.1",
        "10.0.0.1, 203.0.113.9, 203.0.113.9",
        "::ffff:10.0.0.1, 203.0.113.9, 203.0.113.9",
        "10.0.0.1, '6.6.6.6, 203.0.113.9', 203.0.113.9",
        "10.0.0.1, '6.6.6.6, 203.0.113.9, 10.2.2.2,192.0.2.7', 203.0.113.9",
        "10.0.0.1, '6.6.6.6|203.0.113.9', 203.0.113.9",
        "10.0.0.1, '6.6.6.6, 203.0.113.9|10.0.0.2', 203.0.113.9",
        "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
        "10.0.0.1, 203.0.113.9:51000, 203.0.113.9",
        "10.0.0.1, ::ffff:203.0.113.9, 203.0.113.9",
        "fd00::1, '[2001:db8:1:2:3:4:5:6]:443', 2001:db8:1:2:0:0:0:0/64",
        "fd00::1, '[2001:db8:1:2::9]', 2001:db8:1:2:0:0:0:0/64",
        "fd00::1, 2001:db8:1:2::8, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:3::8, '', 2001:db8:1:3:0:0:0:0/64",
        "10.0.0.1, unknown, 10.0.0.1",
        "10.0.0.1, '203.0.113.9, unknown', 10.0.0.1",
        "10.0.0.1, '203.0.113.9, unknown, 10.0.0.2', 10.0.0.2",
        "10.0.0.1, '203.0.113.9,', 203.0.113.9",
        "10.0.0.1, '203.0.113.9, ,10.0.0.2', 10.0.0.2",
        "10.0.0.1, 203.0.113.999, 10.0.0.1",
        "10.0.0.1, 203.0.113.9:x, 10.0.0.1",
        "10.0.0.1, '[203.0.113.9', 10.0.0.1",
        "10.0.0.1, localhost, 10.0.0.1",
        "10.0.0.1, '::1%lo', 10.0.0.1",
        "local, 203.0.113.9, local",
    })
    void believesAGatewayAloneAndItsNearestElement(String peer, String forwardedFor, String expected) {
        assertEquals(expected, behindGateway.of(peer, Arrays.asList(forwardedFor.split("\\|"))));
    }

    @Test
    void believesNobodyUnlessToldTo() {
        ClientAddress address = new ClientAddress(new Gateway(Optional::empty));
        assertEquals("10.0.0.1", address.of("10.0.0.1", List.of("203.0.113.9")));
    }

    @Test
    void saysWhichSettingHoldsNoNetwork() {
        String message = assertThrows(
                        ConfigurationException.class, () -> new Gateway(() -> Optional.of(List.of("gateway"))))
                .getMessage();
        assertTrue(String.valueOf(message).contains("USHER_GATEWAY_NETWORKS"), message);
    }
}
