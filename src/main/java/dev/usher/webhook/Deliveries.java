package dev.usher.webhook;

import dev.usher.webhook.Outcome.Delivered;
import dev.usher.webhook.Outcome.NotDelivered;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Everybody whom webhooks are delivered to, at the same time. Each recipient remembers for itself what it has, so that
 * a webhook that comes again because one recipient failed goes to that one only.
 */
@Singleton
final class Deliveries implements Recipient {

    private final List<Recipient> recipients;

    @Inject
    Deliveries(WebhookConfig config, TimeWindow window, Observers observers, Application application) {
        this(
                application.isConfigured() ? List.of(observers, application) : List.of(observers),
                config.inFlight(),
                window);
    }

    Deliveries(List<Recipient> recipients, int inFlight, TimeWindow window) {
        if (inFlight < 1) {
            throw new ConfigurationException("Set usher.webhook.in-flight to 1 or more.");
        }
        this.recipients = recipients.stream()
                .<Recipient>map(recipient -> new Once(new Bounded(recipient, inFlight), window))
                .toList();
    }

    @Override
    public Uni<Outcome> deliver(Delivery delivery) {
        List<Uni<Outcome>> deliveries = recipients.stream()
                .map(recipient -> recipient.deliver(delivery))
                .toList();
        return Uni.join().all(deliveries).andCollectFailures().map(Deliveries::worst);
    }

    private static Outcome worst(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(NotDelivered.class::isInstance)
                .findFirst()
                .orElseGet(Delivered::new);
    }
}
