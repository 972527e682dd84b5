package dev.usher.upstream;

import dev.usher.channel.Destination;
import java.time.Duration;
import java.util.Set;

/**
 * The servers of the Channels protocol, and what differs between them as far as Usher sees it: the one table of
 * differences. The figures are those of the servers as they come; Pusher's are of its shared clusters.
 *
 * <p>Some differences need no row, because one way of speaking suits all servers: none is sent an empty body; any
 * status from 200 to 299 is a success whatever the body holds; 400 and 422 mean the same; and an error inside a {@code
 * 200}, as soketi sends it, is understood from every server, since no other answers a success with {@code error}. A
 * server that ignores {@code info}, as soketi does when it publishes, is only not heard of: the attributes are missing.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">The HTTP API of Pusher</a>
 */
public enum ServerProfile {
    /** Pusher Channels. Sends no 429 that is documented; who does, has a gateway in front. */
    PUSHER(
            new Limits(10 * 1024, Limits.NONE, 100, 10),
            "",
            Duration.ofSeconds(1),
            Set.of(Trait.SIGN_IN, Trait.SIGNED_IN_MEMBERS)),

    /** soketi 1.x, which takes an empty text for a missing one. Its limits of rate, if switched on, are by the second. */
    SOKETI(
            new Limits(100 * 1024, Limits.NONE, 100, 10),
            "",
            Duration.ofSeconds(1),
            Set.of(Trait.SIGN_IN, Trait.REFUSES_EMPTY_DATA)),

    /**
     * Laravel Reverb, which limits not the data but the whole request, its head included, to 10,000 bytes. The head of
     * one of Usher's has about 450; a thousand leaves room for a long host and what a gateway adds. Nothing caps the
     * events and channels of a call but that; Pusher's figures bound them as well. It has no sign-in, and lets
     * whatever is sent to signed-in users vanish.
     */
    REVERB(
            new Limits(9_000, 9_000, 100, 10),
            "",
            Duration.ofSeconds(1),
            Set.of(Trait.REFUSES_EMPTY_DATA, Trait.FORGETS_VACANT_CHANNELS)),

    /**
     * sockudo 2.x, which takes 100 requests a minute from one address, and refuses two characters that all others take.
     * It publishes the events of a batch one by one, and refuses the batch at the first that is wrong.
     */
    SOCKUDO(
            new Limits(100 * 1024, Limits.NONE, 100, 10),
            ",;",
            Duration.ofSeconds(60),
            Set.of(Trait.SIGN_IN, Trait.REFUSES_BATCHES_HALFWAY));

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final Limits limits;

    private final String refusedCharacters;
    private final Duration retryAfter;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of
    private final Set<Trait> traits;

    ServerProfile(Limits limits, String refusedCharacters, Duration retryAfter, Set<Trait> traits) {
        this.limits = limits;
        this.refusedCharacters = refusedCharacters;
        this.retryAfter = retryAfter;
        this.traits = traits;
    }

    /** How much it takes at once. */
    public Limits limits() {
        return limits;
    }

    /** Whether it lets events through to a destination of this name. */
    public boolean takes(Destination destination) {
        return destination.wireName().chars().noneMatch(c -> refusedCharacters.indexOf(c) >= 0);
    }

    /** When to come back after a 429 that does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Whether connections can sign in as a user, and events be sent to whoever has. */
    public boolean knowsSignIn() {
        return traits.contains(Trait.SIGN_IN);
    }

    /** Whether a connection that is signed in may join presence channels as its user, without further data. */
    public boolean knowsMembersBySignIn() {
        return traits.contains(Trait.SIGNED_IN_MEMBERS);
    }

    /** Whether it takes events whose data is the empty text. */
    public boolean takesEmptyData() {
        return !traits.contains(Trait.REFUSES_EMPTY_DATA);
    }

    /** Whether a batch that it refuses is refused as a whole, so that nothing of it has been published. */
    public boolean refusesBatchesWhole() {
        return !traits.contains(Trait.REFUSES_BATCHES_HALFWAY);
    }

    /** Whether the users of a channel that nobody is subscribed to are a 404 with an empty object. */
    public boolean forgetsVacantChannels() {
        return traits.contains(Trait.FORGETS_VACANT_CHANNELS);
    }

    private enum Trait {
        SIGN_IN,
        SIGNED_IN_MEMBERS,
        REFUSES_EMPTY_DATA,
        REFUSES_BATCHES_HALFWAY,
        FORGETS_VACANT_CHANNELS
    }

    /**
     * How much a server takes at once.
     *
     * @param dataBytes the data of one event, in bytes of UTF-8, as it is sent
     * @param bodyBytes the body of a request, in bytes
     * @param channels to how many one event may go
     * @param events how many may go in one batch
     */
    public record Limits(int dataBytes, int bodyBytes, int channels, int events) {

        /** What stands for no limit. */
        public static final int NONE = Integer.MAX_VALUE;

        /** @throws IllegalArgumentException if one of them would let nothing through */
        public Limits {
            if (dataBytes < 1 || bodyBytes < 1 || channels < 1 || events < 1) {
                throw new IllegalArgumentException("a limit is below 1");
            }
        }

        /** The limits of a server that was configured to take other data; where it limits the body, that grows with it. */
        public Limits withDataBytes(int other) {
            int body = bodyBytes == NONE ? NONE : bodyBytes + Math.max(0, other - dataBytes);
            return new Limits(other, body, channels, events);
        }
    }
}
