package io.emrops.database;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.time.Duration;

/** A database that can be asked whether it answers. */
public interface Database {
    /** Which database on which system. */
    Target target();

    /**
     * Has a trivial query answered, over a connection as the application would get one.
     *
     * @return how long that took, connecting included
     * @throws TargetUnavailableException if there was no answer
     */
    Duration ping();
}
