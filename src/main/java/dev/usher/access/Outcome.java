package dev.usher.access;

/** How a ruling is called on record. */
enum Outcome {
    ALLOW("allow"),
    DENY("deny"),
    UNDECIDED("undecided");

    /** Why anything is denied. */
    static final String NO_RULE = "no-rule";

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Outcome of(Ruling ruling) {
        return ruling.fold(allowed -> ALLOW, denied -> DENY, undecided -> UNDECIDED);
    }
}
