package io.emrops;

import java.time.Duration;

/** A step without a result. Its verbs are those of {@link Step}. */
public interface ActionStep {
    /** The path of the step. */
    String id();

    /** See {@link Step#note}. */
    ActionStep note(String text);

    /** See {@link Step#needs}. */
    ActionStep needs(Value<?>... values);

    /** See {@link Step#timeout}. */
    ActionStep timeout(Duration perAttempt);

    /** See {@link Step#attempts}. */
    ActionStep attempts(int max, Backoff backoff);

    /** See {@link Step#undo}. */
    ActionStep undo(Action undo);

    /** See {@link Step#undoAttempt}. */
    ActionStep undoAttempt(Action undo);

    /** See {@link Step#nothingToUndo}. */
    ActionStep nothingToUndo(String why);

    /** See {@link Step#irreversible}. */
    ActionStep irreversible(String why);

    /** See {@link Step#inDoubt}. */
    ActionStep inDoubt(InDoubt<Done> policy);

    /** See {@link Step#version}. */
    ActionStep version(int version);

    /** See {@link Step#onlyIf}. */
    ActionStep onlyIf(String why, Condition condition);
}
