package dev.usher.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the clauses that may concern a question without looking at the others: a tree that splits them by one
 * {@linkplain Trait trait} after the other until few are left together. Some of what it finds may not concern the
 * question after all; what it leaves out certainly does not.
 *
 * <p>To find them takes a look-up for each trait and each value that the question has of it, such as each role of the
 * caller. That does not grow with the number of rules. <b>The worst case</b> are rules that no trait tells apart, all of
 * which are looked at one by one: those of which the patterns begin alike, end alike, and differ in between only by
 * wildcards and text without a mark, such as {@code private-*a*}, {@code private-*b*} and so on, and that ask for the
 * same role or none and for the same value of a claim or none. And where each rule requires another claim, by name, each
 * of these claims is looked at.
 */
final class Index {

    /** So few are looked at as quickly as they are told apart. */
    private static final int FEW = 4;

    private final List<Clause> clauses;
    private final Map<String, Index> children;
    private final List<Index> rest;
    private final Trait.Lookup lookup;

    private Index(List<Clause> clauses, Map<String, Index> children, List<Index> rest, Trait.Lookup lookup) {
        this.clauses = clauses;
        this.children = children;
        this.rest = rest;
        this.lookup = lookup;
    }

    /** @param traits by what the clauses are told apart, the first one first */
    static Index of(List<Clause> clauses, List<Trait> traits) {
        if (clauses.size() <= FEW || traits.isEmpty()) {
            return new Index(List.copyOf(clauses), Map.of(), List.of(), question -> List.of());
        }
        Map<String, List<Clause>> groups = new LinkedHashMap<>();
        List<Clause> others = new ArrayList<>();
        Trait.Keys keys = traits.get(0).keysOf(clauses);
        for (Clause clause : clauses) {
            List<String> own = keys.of(clause);
            own.forEach(key ->
                    groups.computeIfAbsent(key, unused -> new ArrayList<>()).add(clause));
            if (own.isEmpty()) {
                others.add(clause);
            }
        }
        List<Trait> further = traits.subList(1, traits.size());
        if (groups.isEmpty()) {
            return of(others, further);
        }
        Map<String, Index> children = new HashMap<>();
        groups.forEach((key, group) -> children.put(key, of(group, further)));
        return new Index(
                List.of(),
                children,
                others.isEmpty() ? List.of() : List.of(of(others, further)),
                traits.get(0).lookup(groups.keySet()));
    }

    /** Hands on every clause that may concern the question. One that has several of a trait's values may come again. */
    void find(Question question, Consumer<Clause> found) {
        clauses.forEach(found);
        for (String key : lookup.keys(question)) {
            Index child = children.get(key);
            if (child != null) {
                child.find(question, found);
            }
        }
        for (Index other : rest) {
            other.find(question, found);
        }
    }
}
