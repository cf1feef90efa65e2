package io.emrops.diagnostics;

import io.emrops.Target;

/** The pool of connections of an application that is in this process. */
public interface ConnectionPool {
    /** Which pool. */
    Target target();

    /** How it is set and what it is doing; asks nobody and takes no time. */
    PoolState state();
}
