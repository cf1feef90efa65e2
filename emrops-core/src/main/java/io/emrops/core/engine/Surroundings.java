package io.emrops.core.engine;

import io.emrops.Authorizer;
import io.emrops.core.secret.Scrubber;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.spi.TimeSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What all runs of an engine share.
 *
 * @param sheets gives a blank sheet to write records of a run on
 * @param executor a thread for each task
 * @param crew runs strands
 */
record Surroundings(
        RunStore store,
        Leases leases,
        TimeSource time,
        Executor executor,
        Crew crew,
        Charts charts,
        Listeners listeners,
        Authorizer authorizer,
        Scrubber scrubber,
        Supplier<Sheet> sheets,
        Inquiries inquiries) {}
