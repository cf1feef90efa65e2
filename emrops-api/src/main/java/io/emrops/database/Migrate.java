package io.emrops.database;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.database.Migration.State;
import java.util.List;
import java.util.stream.Collectors;

/** See {@link Databases#migrate}. */
record Migrate(SchemaMigrations migrations) implements Operation<SchemaState> {
    static final String NONE = "No migration was found";

    @Override
    public String describe() {
        return "Apply the pending migrations of the schema";
    }

    @Override
    public Output<SchemaState> output() {
        return Output.of(SchemaState.class);
    }

    @Override
    public Target target() {
        return migrations.target();
    }

    @Override
    public Preview<SchemaState> preview(Inputs in) {
        var now = migrations.state();
        requireWhole(now);
        var pending = now.in(State.PENDING);
        var remark = "the schema is at version " + (now.version().isEmpty() ? "none" : now.version());
        if (pending.isEmpty()) {
            return Preview.<SchemaState>of(List.of()).predicting(now).remark(remark + "; nothing is pending");
        }
        return Preview.<SchemaState>of(pending.stream()
                        .map(each -> "applies migration " + each)
                        .toList())
                .remark(remark);
    }

    private void requireWhole(SchemaState now) {
        if (now.migrations().isEmpty()) {
            throw new PreconditionFailedException(
                    NONE + ": neither in the schema of " + target().name()
                            + " nor where they are looked for. Nothing was changed",
                    null,
                    target());
        }
        if (now.isBroken()) {
            throw new PreconditionFailedException(
                    "The schema of " + target().name() + " is not as its migrations say: " + troubles(now)
                            + ". Nothing was changed",
                    null,
                    target());
        }
    }

    static String troubles(SchemaState state) {
        return state.migrations().stream()
                .filter(each -> each.state() != State.APPLIED && each.state() != State.PENDING)
                .map(each -> each + " is " + each.state().name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    @Override
    public SchemaState execute(StepContext run) throws Exception {
        requireWhole(migrations.state());
        return migrations.migrate(run.progress());
    }

    /** By the tool's history. One that is half done there is for a person. */
    @Override
    public Probe<SchemaState> probe(StepContext run) {
        var now = migrations.state();
        if (now.isCurrent()) {
            return Probe.applied(now);
        }
        if (now.migrations().isEmpty()) {
            return Probe.unknown("no migration was found");
        }
        return now.isBroken() ? Probe.unknown("the history says: " + troubles(now)) : Probe.notApplied();
    }

    @Override
    public Undoing<SchemaState> undoing() {
        return Undoing.statedByStep();
    }

    @Override
    public String kind() {
        return "database.migrate";
    }
}
