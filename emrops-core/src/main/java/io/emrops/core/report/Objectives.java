package io.emrops.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Objective;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RunHistory;
import java.util.List;
import java.util.stream.Stream;

/** What the findings of a run have held against targets, also those of checks that failed. */
final class Objectives {
    private static final Output<List<Objective>> TYPE = Output.listOf(Objective.class);

    private Objectives() {}

    static List<Objective> of(RunHistory history) {
        return history.steps().stream()
                .flatMap(step -> step.output().stream().flatMap(output -> stated(output, step.path())))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Stream<Objective> stated(JsonNode output, String path) {
        var stated = output.path("objectives");
        if (!output.has("ok") || !output.has("text") || stated.isEmpty()) {
            return Stream.empty();
        }
        try {
            return ((List<Objective>) OutputCodec.read(TYPE, stated, path)).stream();
        } catch (PreconditionFailedException e) {
            // Something of a runbook's own that has the same names.
            return Stream.empty();
        }
    }

    /** The names of those that are not kept, for a sentence; empty if there are none. */
    static String notKept(RunHistory history) {
        return String.join(
                ", ",
                of(history).stream()
                        .filter(objective -> objective.standing() == Objective.Standing.NOT_KEPT)
                        .map(Objective::name)
                        .distinct()
                        .toList());
    }
}
