package dev.usher.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Optional;

/** Where a request carries its token, and how long it is remembered that one was good. */
@ConfigMapping(prefix = "usher")
public interface TokenConfig {

    /** The {@code typ} that the tokens of MP_JWT_VERIFY_ISSUER must have, such as {@code at+jwt}. */
    @WithName("token.type")
    Optional<String> type();

    /** A cookie that may hold the token as well as the {@code Authorization} header. */
    @WithName("token.cookie")
    Optional<String> cookie();

    /** A header in which a gateway passes the token on; needs the gateway's networks. */
    @WithName("token.gateway-header")
    Optional<String> gatewayHeader();

    /** How many verified tokens are remembered, at most; {@code 0} switches that off. */
    @WithName("token.cache.entries")
    @WithDefault("100000")
    long cacheEntries();

    /** How many bytes of memory they may take, at most, as far as that can be estimated. */
    @WithName("token.cache.bytes")
    @WithDefault("67108864")
    long cacheBytes();
}
