package io.emrops.internal;

import io.emrops.Approval;
import io.emrops.Decision;
import io.emrops.Output;
import io.emrops.Value;
import io.emrops.spi.Node;
import java.time.Duration;
import java.util.Optional;

/** An approval, being defined. */
final class ApprovalDraft extends StepDraft implements Approval {
    private String group = "";
    private int atLeast = 1;
    private boolean notTheStarter;
    private Optional<Duration> expires = Optional.empty();

    ApprovalDraft(Scope scope, String id, String title) {
        super(scope, id, title);
    }

    @Override
    public Approval note(String text) {
        addNote(text);
        return this;
    }

    @Override
    public Approval needs(Value<?>... values) {
        addNeeds(values);
        return this;
    }

    @Override
    public Approval by(String group) {
        scope().requireOpen();
        this.group = group;
        return this;
    }

    @Override
    public Approval atLeast(int people) {
        scope().requireOpen();
        if (people < 1) {
            fault("asks for " + people + " people; at least one decides");
        }
        atLeast = people;
        return this;
    }

    @Override
    public Approval notTheStarter() {
        scope().requireOpen();
        notTheStarter = true;
        return this;
    }

    @Override
    public Approval expires(Duration after) {
        expires = Optional.of(positive(after, "the expiry"));
        return this;
    }

    @Override
    public Node freeze() {
        if (group.isBlank()) {
            fault("does not say who approves; state by(group)");
        }
        return new Node.Approving(traits(Output.of(Decision.class)), group, atLeast, notTheStarter, expires);
    }
}
