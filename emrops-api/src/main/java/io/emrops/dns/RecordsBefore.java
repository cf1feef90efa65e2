package io.emrops.dns;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.StepContext;
import io.emrops.Undoing;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A record set before a step.
 *
 * @param records empty if there was none
 */
record RecordsBefore(Optional<RecordSet> records) {
    RecordsBefore {
        Objects.requireNonNull(records, "records");
    }

    /**
     * Puts back what was there, unless somebody else has changed it since.
     *
     * @param expected what has to be there; empty for an addition
     */
    record Back(Spot spot, Function<Inputs, Optional<RecordSet>> expected, Optional<RecordSet> after)
            implements Undoing.Compensation<Done, RecordsBefore> {
        @Override
        public String describe() {
            return "Put back what " + spot + " was before, its TTL included, unless somebody else has changed it since";
        }

        @Override
        public Output<RecordsBefore> before() {
            return Output.of(RecordsBefore.class);
        }

        @Override
        public RecordsBefore capture(StepContext run) {
            var now = spot.now();
            // What does not stand in the way of an addition comes from a wildcard, and is not the name's own to be put
            // back.
            var adds = expected.apply(run).isEmpty() && !now.equals(after);
            return new RecordsBefore(adds ? Optional.empty() : now);
        }

        @Override
        public void undo(StepContext run, RecordsBefore before, Optional<Done> result) {
            var now = spot.now();
            if (now.equals(before.records()) || after.equals(before.records())) {
                return;
            }
            if (now.equals(after)) {
                spot.change(after, before.records());
            } else if (before.records().isEmpty()
                    && now.filter(spot::isOfWildcard).isPresent()) {
                run.log(spot + " is " + Spot.content(now) + " again, from a wildcard");
            } else if (result.isPresent()) {
                throw new PreconditionFailedException(spot + " is " + Spot.content(now)
                        + ", which this step has not made of it: somebody else has changed it since, so it was not put back to "
                        + Spot.content(before.records()));
            } else {
                run.log(spot + " is " + Spot.content(now) + ", which this step has not made of it; it was left so");
            }
        }
    }
}
