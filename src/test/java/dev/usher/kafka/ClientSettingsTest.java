package dev.usher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSettingsTest {

    /** The client finds out that they do not fit together only when it is made, which is when it has something to write. */
    @ParameterizedTest
    @CsvSource({"5000,0,10000", "10000,0,10000", "30000,0,30000", "30000,1000,31000"})
    void deliverADeadLetterForAsLongAsOneRequestMayTake(String request, String linger, int delivery) {
        ClientSettings settings = Settings.of(Map.of("request.timeout.ms", request, "linger.ms", linger));

        settings.check();
        assertEquals(delivery, settings.producer().get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
        new KafkaProducer<>(settings.producer()).close(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"30000", "120000"})
    void areRefusedWhereARequestMayTakeLongerThanTheDelivery(String request) {
        ClientSettings settings =
                Settings.of(Map.of("request.timeout.ms", request, "delivery.timeout.ms", "20000", "linger.ms", "1"));

        ConfigurationException refused = assertThrows(ConfigurationException.class, settings::check);
        assertTrue(refused.toString().contains("KAFKA_DELIVERY_TIMEOUT_MS to " + (Integer.parseInt(request) + 1)));
    }
}
