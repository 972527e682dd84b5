package dev.usher.conformance;

/** Where Usher will listen, for servers that start before it. */
final class UsherAddress {

    private UsherAddress() {}

    static String webhook() {
        return "http://127.0.0.1:%s/pusher/webhook".formatted(System.getProperty("quarkus.http.test-port", "8081"));
    }
}
