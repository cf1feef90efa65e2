package io.emrops;

import java.time.Duration;

/**
 * A point that a run passes only when people agree. Each decision is bound to what the person could read: the
 * definition, the parameters, the targets and the previews of the changing steps behind it; if that differs when the
 * first of them is about to run, the approval is asked again. The result is the last of the decisions.
 */
public interface Approval extends Result<Decision> {
    /** See {@link Step#note}. */
    Approval note(String text);

    /** See {@link Step#needs}. */
    Approval needs(Value<?>... values);

    /** The group that decides, as the engine's {@link Authorizer} knows it. Required. */
    Approval by(String group);

    /** How many different people must agree; one without this. A single rejection ends the run. */
    Approval atLeast(int people);

    /** Whoever started the run has no vote: the two-person rule. */
    Approval notTheStarter();

    /** How long to wait; then the run fails. Without this, as long as it takes. */
    Approval expires(Duration after);
}
