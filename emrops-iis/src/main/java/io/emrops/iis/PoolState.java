package io.emrops.iis;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How an application pool is.
 *
 * @param name as IIS writes it
 * @param state whether it serves requests
 * @param autoStart whether it starts with Windows
 * @param settings what {@link SiteSettings} can set of it
 * @param environment the values that were asked for and are there
 * @param otherEnvironment the names of the other variables, whose values were not read
 */
public record PoolState(
        String name,
        RunningState state,
        boolean autoStart,
        PoolSettings settings,
        Map<String, String> environment,
        Set<String> otherEnvironment) {
    public PoolState {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(settings, "settings");
        environment = Map.copyOf(environment);
        otherEnvironment = Set.copyOf(otherEnvironment);
    }

    /** Without the values of variables. */
    @Override
    public String toString() {
        return "pool " + name + " (" + state.word() + ")";
    }
}
