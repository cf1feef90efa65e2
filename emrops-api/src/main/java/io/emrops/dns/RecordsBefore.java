package io.emrops.dns;

import io.emrops.Done;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.StepContext;
import io.emrops.Undoing;
import java.util.Objects;
import java.util.Optional;

/**
 * A record set before a step.
 *
 * @param records empty if there was none
 */
record RecordsBefore(Optional<RecordSet> records) {
    RecordsBefore {
        Objects.requireNonNull(records, "records");
    }

    /** Puts back what was there, unless somebody else has changed it since. */
    record Back(Spot spot, Optional<RecordSet> after) implements Undoing.Compensation<Done, RecordsBefore> {
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
            return new RecordsBefore(spot.now());
        }

        @Override
        public void undo(StepContext run, RecordsBefore before, Optional<Done> result) {
            var now = spot.now();
            if (now.equals(before.records()) || after.equals(before.records())) {
                return;
            }
            if (now.equals(after)) {
                spot.change(after, before.records());
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
