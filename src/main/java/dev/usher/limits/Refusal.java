package dev.usher.limits;

/** Why a call, or a connection, was turned away. */
enum Refusal {
    RATE_USER("rate-user"),
    RATE_ADDRESS("rate-address"),
    SHED("shed"),
    IN_FLIGHT("in-flight"),
    SLOW_HEAD("slow-head"),
    SLOW_BODY("slow-body"),
    SLOW_READER("slow-reader"),
    PIPELINING("pipelining");

    private final String label;

    Refusal(String label) {
        this.label = label;
    }

    /** What it is called among the metrics. */
    String label() {
        return label;
    }
}
