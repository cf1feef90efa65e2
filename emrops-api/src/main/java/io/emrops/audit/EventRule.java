package io.emrops.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which events have a meaning: those that fulfil every condition that is named. Values are compared as the system compares
 * texts; SQL Server mostly takes {@code login} for {@code LOGIN}.
 *
 * <pre>{@code
 * EventRule.ofTypes("LOGIN_FAILED")
 * EventRule.ofTypes("LOGIN").withOutcomes("DENIED", "LOCKED")
 * EventRule.namingPatient()
 * }</pre>
 */
public final class EventRule {
    private final Set<String> types;
    private final Set<String> outcomes;
    private final boolean namesPatient;

    private EventRule(Set<String> types, Set<String> outcomes, boolean namesPatient) {
        this.types = types;
        this.outcomes = outcomes;
        this.namesPatient = namesPatient;
    }

    /** Events of one of these types. */
    public static EventRule ofTypes(String... types) {
        return new EventRule(values(types), Set.of(), false);
    }

    /** Events in which a patient is named, of whatever type. */
    public static EventRule namingPatient() {
        return new EventRule(Set.of(), Set.of(), true);
    }

    /** Only those with one of these outcomes. */
    public EventRule withOutcomes(String... outcomes) {
        return new EventRule(types, values(outcomes), namesPatient);
    }

    /** Only those of these types; for {@link #namingPatient}. */
    public EventRule withTypes(String... types) {
        return new EventRule(values(types), outcomes, namesPatient);
    }

    /** One of these; empty if any will do. */
    public Set<String> types() {
        return types;
    }

    /** One of these; empty if any will do. */
    public Set<String> outcomes() {
        return outcomes;
    }

    /** Whether a patient has to be named. */
    public boolean namesPatient() {
        return namesPatient;
    }

    static Set<String> values(String... values) {
        var set = new LinkedHashSet<>(List.of(values));
        if (set.isEmpty()) {
            throw new IllegalArgumentException("At least one value is named");
        }
        return Collections.unmodifiableSet(set);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventRule rule
                && types.equals(rule.types)
                && outcomes.equals(rule.outcomes)
                && namesPatient == rule.namesPatient;
    }

    @Override
    public int hashCode() {
        return Objects.hash(types, outcomes, namesPatient);
    }

    /** As part of a sentence: "event type LOGIN, outcome DENIED or LOCKED". */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        if (!types.isEmpty()) {
            parts.add("event type " + String.join(" or ", types));
        }
        if (!outcomes.isEmpty()) {
            parts.add("outcome " + String.join(" or ", outcomes));
        }
        if (namesPatient) {
            parts.add("a patient is named");
        }
        return String.join(", ", parts);
    }
}
