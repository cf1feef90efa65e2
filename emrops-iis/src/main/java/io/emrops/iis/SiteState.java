package io.emrops.iis;

import java.util.List;
import java.util.Objects;

/**
 * How a site is.
 *
 * @param name as IIS writes it
 * @param id the number that its logs have in their path
 * @param state whether it takes requests
 * @param autoStart whether it starts with Windows
 * @param pool of its root application
 * @param physicalPath of its root, as it stands in the configuration
 * @param bindings for http and https, those that are written as usual; others are not told
 */
public record SiteState(
        String name,
        long id,
        RunningState state,
        boolean autoStart,
        String pool,
        String physicalPath,
        List<IisBinding> bindings) {
    public SiteState {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(physicalPath, "physicalPath");
        bindings = List.copyOf(bindings);
    }
}
