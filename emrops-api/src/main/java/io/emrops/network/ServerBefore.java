package io.emrops.network;

import io.emrops.Done;
import io.emrops.Output;
import io.emrops.StepContext;
import io.emrops.Undoing;
import java.util.Objects;
import java.util.Optional;

/**
 * A server's place in a pool before a step.
 *
 * @param server empty if it was not registered
 */
record ServerBefore(Optional<PoolServer> server) {
    ServerBefore {
        Objects.requireNonNull(server, "server");
    }

    /** Gives a server the place again that it had. */
    record Back(Place place, String describe) implements Undoing.Compensation<Done, ServerBefore> {
        @Override
        public Output<ServerBefore> before() {
            return Output.of(ServerBefore.class);
        }

        @Override
        public ServerBefore capture(StepContext run) {
            return place.capture();
        }

        @Override
        public void undo(StepContext run, ServerBefore before, Optional<Done> result) throws InterruptedException {
            place.restore(run, before.server());
        }
    }
}
