package io.emrops;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says who may decide what. It is asked with the name a decision came under; that the name is true is the business of
 * whoever passes it on: the embedding application's login, or the operating system's rights on the inbox.
 */
@FunctionalInterface
public interface Authorizer {
    /**
     * Whether a person may decide for a group.
     *
     * @param who the person, as named in the decision
     * @param group the group that is asked, such as {@code change-board}; {@link #OPERATORS} for manual items,
     *     questions about a step in doubt, cancel and pause
     */
    boolean mayDecide(String who, String group);

    /** The group that is asked where the runbook names none. */
    String OPERATORS = "operators";

    /** Anybody may decide anything: for scripts, tests and rehearsals. */
    static Authorizer anybody() {
        return (who, group) -> true;
    }

    /**
     * Members of the named groups decide, and nobody else.
     *
     * @param members by group
     */
    static Authorizer groups(Map<String, ? extends Collection<String>> members) {
        Map<String, Set<String>> copy =
                members.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
        return (who, group) -> copy.getOrDefault(group, Set.of()).contains(who);
    }

    /** The same for one group. */
    static Authorizer group(String group, String... members) {
        return groups(Map.of(group, List.of(members)));
    }
}
