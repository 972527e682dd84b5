package dev.usher.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which decisions have a line in the log. */
@ConfigMapping(prefix = "usher.decisions")
public interface DecisionConfig {

    /** Which part of what was allowed, from 0 to 1. What was not allowed always has one. */
    @WithDefault("0.01")
    double logAllowed();
}
