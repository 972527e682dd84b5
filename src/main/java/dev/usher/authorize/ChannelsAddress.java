package dev.usher.authorize;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How a browser connects to the Channels server: by a cluster of Pusher's, or by the host of another server.
 *
 * @param key the app's key, which is no secret
 * @param cluster such as {@code eu}
 * @param host the host, if there is no cluster; then the port and whether TLS is spoken are there too
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ChannelsAddress(
        @JsonProperty("key") String key,
        @JsonProperty("cluster") Optional<String> cluster,
        @JsonProperty("host") Optional<String> host,
        @JsonProperty("port") Optional<Integer> port,
        @JsonProperty("tls") Optional<Boolean> tls) {

    public static ChannelsAddress ofCluster(String key, String cluster) {
        return new ChannelsAddress(key, Optional.of(cluster), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static ChannelsAddress ofHost(String key, String host, int port, boolean tls) {
        return new ChannelsAddress(key, Optional.empty(), Optional.of(host), Optional.of(port), Optional.of(tls));
    }
}
