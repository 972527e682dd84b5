package dev.usher.policy;

import java.util.Set;

/** What clauses are looked for by. */
record Question(String channel, Set<String> roles, Claims claims) {}
