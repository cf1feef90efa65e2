package io.emrops;

import java.time.Duration;

/** An item that a person does or looks at, and then confirms by name. */
public interface ManualStep extends Result<Decision> {
    /** See {@link Step#note}. */
    ManualStep note(String text);

    /** See {@link Step#needs}. */
    ManualStep needs(Value<?>... values);

    /** Who may confirm it; without this, {@link Authorizer#OPERATORS}. */
    ManualStep by(String group);

    /** How long to wait for the person; then the run fails. Without this, as long as it takes. */
    ManualStep expires(Duration after);

    /** See {@link Step#onlyIf}. */
    ManualStep onlyIf(String why, Condition condition);
}
