package io.emrops.core.engine;

import io.emrops.Authorizer;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.secret.Scrubber;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.spi.TimeSource;
import java.util.concurrent.Executor;

/**
 * What all runs of an engine share.
 *
 * @param executor runs strands; each is short or blocks in somebody else's code
 */
record Surroundings(
        RunStore store,
        Leases leases,
        TimeSource time,
        Executor executor,
        Listeners listeners,
        Authorizer authorizer,
        Scrubber scrubber,
        RecordCodec codec,
        Inquiries inquiries) {}
