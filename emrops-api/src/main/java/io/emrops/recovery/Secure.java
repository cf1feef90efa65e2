package io.emrops.recovery;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Closes a database and backs up the end of its log. */
record Secure(RecoveryProvider provider, Value<RecoveryPlan> plan, boolean lossAccepted) implements Operation<Secured> {
    @Override
    public String describe() {
        return "Close the database to its users and back up the end of its log"
                + (lossAccepted ? ", if it has one that can be backed up" : "");
    }

    @Override
    public Output<Secured> output() {
        return Output.of(Secured.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    /** The lines of all three steps: they are agreed to together. */
    @Override
    public Preview<Secured> preview(Inputs in) {
        return Preview.of(provider.preview(in.get(plan)));
    }

    @Override
    public Secured execute(StepContext run) throws InterruptedException {
        return provider.secure(run.get(plan), run.idempotencyKey(), run.progress());
    }

    @Override
    public Undoing<Secured> undoing() {
        return new Release();
    }

    @Override
    public String kind() {
        return "recovery.secure";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("plan", plan.id());
    }

    private final class Release implements Undoing.Compensation<Secured, Done> {
        @Override
        public String describe() {
            return "Open the database as it was, with nothing lost"
                    + (lossAccepted
                            ? "; where the end of its log could not be backed up, only until restoring has begun"
                            : "");
        }

        @Override
        public Output<Done> before() {
            return Output.of(Done.class);
        }

        @Override
        public Done capture(StepContext run) {
            return Done.DONE;
        }

        @Override
        public void undo(StepContext run, Done before, Optional<Secured> result) throws InterruptedException {
            provider.release(run.get(plan), result.isPresent() ? result.get() : finished(run), run.progress());
        }

        /** What was cut off in the middle is finished first: only then is it known where the log ends. */
        private Secured finished(StepContext run) throws InterruptedException {
            try {
                return provider.secure(run.get(plan), run.idempotencyKey(), run.progress());
            } catch (StepFailedException | PreconditionFailedException e) {
                // It cannot be secured, as before: what is still as it was is released without, and nothing else is.
                return new Secured(Optional.empty(), List.of());
            }
        }
    }
}
