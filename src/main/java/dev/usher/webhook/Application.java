package dev.usher.webhook;

import dev.usher.http.Endpoint;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.webhook.Outcome.Delivered;
import dev.usher.webhook.Outcome.NotDelivered;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The application's own URL. A webhook is tried again while there is hope that the application will take it: when it
 * cannot be reached, does not answer, or answers with 408, 429 or 5xx. Any other answer but 2xx is its last word, until
 * the Channels server sends the webhook again.
 */
@Singleton
final class Application implements Recipient {

    private static final Logger LOG = Logger.getLogger(Application.class);

    /** Short enough that a restart of a load balancer is hardly seen, and doubled from one attempt to the next. */
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);

    /** So that the application has its webhooks soon after it is back, and hundreds that wait do not hinder that. */
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(5);

    /** Half of each pause more or less, so that what failed together does not come back together. */
    private static final double JITTER = 0.5;

    private final Optional<Endpoint> url;
    private final ApplicationClient client;
    private final Duration retryFor;

    Application(WebhookConfig config, ApplicationClient client) {
        this.url = config.forward().url().map(Application::endpoint);
        this.client = client;
        this.retryFor = config.forward().retryFor();
        if (retryFor.isNegative()) {
            throw new ConfigurationException("Set usher.webhook.forward.retry-for to nothing or more.");
        }
    }

    static Endpoint endpoint(String url) {
        return Endpoint.configured("USHER_WEBHOOK_FORWARD_URL", url, "https://app.example.com/webhooks");
    }

    /** Whether there is such a URL. */
    boolean isConfigured() {
        return url.isPresent();
    }

    /** Where webhooks would be read on their way, if they are. */
    Optional<Endpoint> unencrypted() {
        return url.filter(target -> !target.isEncrypted());
    }

    @Override
    public Uni<Outcome> deliver(Delivery delivery) {
        return url.map(target -> deliver(target, delivery.envelope()))
                .orElseGet(() -> Uni.createFrom().item(new Delivered()));
    }

    private Uni<Outcome> deliver(Endpoint target, Envelope envelope) {
        return Uni.createFrom()
                .deferred(() -> client.post(target, envelope))
                .map(Application::outcome)
                .onFailure()
                .invoke(failure -> LOG.debugf("%s did not take a webhook: %s", target, nature(failure)))
                .onFailure()
                .retry()
                .withBackOff(FIRST_BACK_OFF, MAX_BACK_OFF)
                .withJitter(JITTER)
                .expireIn(Math.max(1, retryFor.toMillis()))
                .onFailure()
                .recoverWithItem(this::exhausted);
    }

    private static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return new Delivered();
        }
        if (status >= 500 || status == 408 || status == 429) {
            throw new NotTakenException(status);
        }
        return failed("The application refused the webhook with status " + status + ".", "");
    }

    private Outcome exhausted(Throwable failure) {
        // Of retries that are used up, the cause is the last failure.
        Throwable last = failure.getCause() == null ? failure : failure.getCause();
        return failed("The application did not take the webhook for " + retryFor + ".", "(" + nature(last) + ")");
    }

    private static Outcome failed(String detail, String reason) {
        return new NotDelivered(
                Problem.of(ProblemType.FORWARDING_FAILED, detail).because(reason));
    }

    /** What a failure is, without its message: that of a client's may hold the URL. */
    private static String nature(Throwable failure) {
        return failure instanceof NotTakenException refused
                ? "status " + refused.status
                : failure.getClass().getSimpleName();
    }

    /** The application answered, but it may answer otherwise soon. */
    private static final class NotTakenException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private final int status;

        NotTakenException(int status) {
            super("the application is not ready", null, false, false);
            this.status = status;
        }
    }
}
