package io.emrops.notice;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;

/** Steps over a {@link Notifier}. */
public final class Notices {
    private Notices() {}

    /** Tells people something. It cannot be taken back, and nothing has to be. */
    public static Operation<Done> send(Notifier notifier, Notice notice) {
        return new Send(notifier, notice);
    }

    private record Send(Notifier notifier, Notice notice) implements Operation<Done> {
        @Override
        public String describe() {
            return "Tell " + notice.audience() + ": " + notice.subject();
        }

        @Override
        public Output<Done> output() {
            return Output.of(Done.class);
        }

        @Override
        public Target target() {
            return notifier.target();
        }

        @Override
        public Preview<Done> preview(Inputs in) throws Exception {
            return Preview.<Done>of(notifier.preview(notice)).predicting(Done.DONE);
        }

        @Override
        public Done execute(StepContext run) throws Exception {
            notifier.send(notice, run.idempotencyKey());
            return Done.DONE;
        }

        @Override
        public Undoing<Done> undoing() {
            return Undoing.nothing("people have been told; tell them of the undo if it concerns them");
        }

        @Override
        public String kind() {
            return "notice.send";
        }

        @Override
        public Map<String, String> configuration() {
            return Map.of("audience", notice.audience());
        }
    }
}
