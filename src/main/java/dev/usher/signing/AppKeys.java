package dev.usher.signing;

import java.util.Optional;

/**
 * What the authorizations of an app are made with at one moment. They may be replaced while Usher runs, so whoever makes
 * one answer takes these once, from the {@code Supplier<AppKeys>} that can be injected: no signature goes out beside the
 * shared secret of another moment. Whoever needs signatures alone is better off with an injected {@link Signer}.
 *
 * @param signer of the app's key and secret
 * @param masterKey of which the keys of encrypted channels are made; without it, there are no such channels
 */
public record AppKeys(Signer signer, Optional<MasterKey> masterKey) {}
