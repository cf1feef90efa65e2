package io.emrops.internal;

import io.emrops.Authorizer;
import io.emrops.Condition;
import io.emrops.Decision;
import io.emrops.ManualStep;
import io.emrops.Output;
import io.emrops.Value;
import io.emrops.spi.Node;
import java.time.Duration;
import java.util.Optional;

/** A manual item, being defined. */
final class ManualDraft extends StepDraft implements ManualStep {
    private String group = Authorizer.OPERATORS;
    private Optional<Duration> expires = Optional.empty();

    ManualDraft(Scope scope, String id, String title) {
        super(scope, id, title);
    }

    @Override
    public ManualStep note(String text) {
        addNote(text);
        return this;
    }

    @Override
    public ManualStep needs(Value<?>... values) {
        addNeeds(values);
        return this;
    }

    @Override
    public ManualStep by(String group) {
        scope().requireOpen();
        if (group.isBlank()) {
            fault("is confirmed by a group without a name");
        }
        this.group = group;
        return this;
    }

    @Override
    public ManualStep expires(Duration after) {
        expires = Optional.of(positive(after, "the expiry"));
        return this;
    }

    @Override
    public ManualStep onlyIf(String why, Condition condition) {
        setOnlyIf(why, condition);
        return this;
    }

    @Override
    public Node freeze() {
        return new Node.Manual(traits(Output.of(Decision.class)), group, expires);
    }
}
