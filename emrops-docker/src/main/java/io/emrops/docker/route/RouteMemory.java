package io.emrops.docker.route;

import java.util.Collection;
import java.util.List;

/**
 * Which servers of pools are containers of ours, or were. A pool alone does not tell: it may have servers of other projects and hosts, and
 * a port that a container had may be another's by now.
 */
public interface RouteMemory {
    /** What this project has registered; more than there is after something was cut off, never less. */
    List<Registration> ours();

    /** What other projects on the same engine have. */
    List<Registration> others();

    /** From now on this is what the project has. */
    void keep(Collection<Registration> all);
}
