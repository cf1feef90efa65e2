package io.emrops.internal;

import io.emrops.Check;
import io.emrops.CheckStep;
import io.emrops.Condition;
import io.emrops.Finding;
import io.emrops.Output;
import io.emrops.Value;
import io.emrops.spi.Node;
import java.time.Duration;
import java.util.Optional;

/** A requirement or a verification, being defined. */
final class CheckDraft extends StepDraft implements CheckStep {
    private final Check check;
    private final boolean verification;
    private Optional<Duration> within = Optional.empty();
    private Duration every = Duration.ofSeconds(1);

    CheckDraft(Scope scope, String id, String title, Check check, boolean verification) {
        super(scope, id, title);
        this.check = check;
        this.verification = verification;
    }

    @Override
    public CheckStep note(String text) {
        addNote(text);
        return this;
    }

    @Override
    public CheckStep needs(Value<?>... values) {
        addNeeds(values);
        return this;
    }

    @Override
    public CheckStep timeout(Duration perLook) {
        setTimeout(perLook);
        return this;
    }

    @Override
    public CheckStep within(Duration atMost) {
        within = Optional.of(positive(atMost, "the time to look again within"));
        return this;
    }

    @Override
    public CheckStep every(Duration interval) {
        every = positive(interval, "the interval");
        return this;
    }

    @Override
    public CheckStep version(int version) {
        setVersion(version);
        return this;
    }

    @Override
    public CheckStep onlyIf(String why, Condition condition) {
        setOnlyIf(why, condition);
        return this;
    }

    @Override
    public Node freeze() {
        return new Node.Checking(traits(Output.of(Finding.class)), verification, check, within, every);
    }
}
