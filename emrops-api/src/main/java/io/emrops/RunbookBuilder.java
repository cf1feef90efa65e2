package io.emrops;

import java.net.URI;
import java.util.function.Function;

/**
 * What a runbook is written with, inside the block of {@link Runbook#define}. Steps run in the order in which they are
 * written. Ids are given by the author, are unique within their surroundings, and are what journals and people call a
 * step by; titles are free to reword. An id is 1 to 60 characters of {@code a-z 0-9 . _ -} and begins with a letter or
 * digit.
 *
 * <p>What is wrong is not told by the single calls but by {@link Runbook#define}, all of it at once.
 */
public interface RunbookBuilder {
    /** What the runbook is for, in a sentence or two; the head of the document. */
    void purpose(String text);

    /** Who answers for the runbook. */
    void owner(String name);

    /** Whom to call. Several are shown in the order of their levels of escalation. */
    void contact(Contact contact);

    /** Something worth opening beside the runbook: a dashboard, a diagram. */
    void link(String title, URI address);

    /**
     * Raised by the author when the runbook changes in a way that the steps do not show. Part of the fingerprint.
     *
     * @param version from 1
     */
    void version(int version);

    /** Leaves a failed or cancelled run as it stands instead of undoing it; somebody may still undo it by hand. */
    void withoutAutomaticUndo();

    /**
     * The deadline of a run from its start, waits for people included; then it is failed.
     *
     * @param atMost positive
     */
    void deadline(java.time.Duration atMost);

    /**
     * A parameter.
     *
     * @param type one that can be journalled: see {@link Output}
     */
    <T> Param<T> param(String id, Class<T> type);

    /** A parameter that is never journalled. */
    Param<Secret> secret(String id);

    /** A heading; the steps behind it belong to it in documents and reports. */
    void section(String title);

    /** A paragraph of the document. */
    void note(String text);

    /** Takes a lock from here to the end of the run, so that no other run that takes it gets past its own mark. Not inside a branch. */
    void lock(String name);

    /** Lets the steps behind this begin only inside the window; the run waits for it. Not inside a branch. */
    WindowRule window(MaintenanceWindow window);

    /** An item that a person confirms. */
    ManualStep manual(String id, String title);

    /** A point that people must agree to pass. */
    Approval approval(String id, String title);

    /** Stops the run unless the check is ok. */
    CheckStep require(String id, String title, Check check);

    /** Fails the run, and so undoes it, unless the check is ok. */
    CheckStep verify(String id, String title, Check check);

    /** A step that a provider knows how to do. */
    <T> Step<T> step(String id, String title, Operation<T> operation);

    /** A step of the author's own. It has to state how it is undone. */
    <T> Step<T> step(String id, String title, Class<T> type, Body<? extends T> body);

    /** The same with a list, set or map as its result. */
    <T> Step<T> step(String id, String title, Output<T> type, Body<? extends T> body);

    /** A step of the author's own without a result. It has to state how it is undone. */
    ActionStep action(String id, String title, Action body);

    /**
     * A step for each of several items.
     *
     * @param title may contain <code>{item}</code>, which stands for the item's key
     */
    <I> ForEach<I, Done> forEach(String id, String title, Items<I> items, ItemAction<? super I> body);

    /** The same with a result for each item. */
    <I, R> ForEach<I, R> forEach(
            String id, String title, Items<I> items, Class<R> type, ItemBody<? super I, ? extends R> body);

    /** An operation for each of several items. */
    <I, R> ForEach<I, R> forEachOperation(
            String id,
            String title,
            Items<I> items,
            Class<R> type,
            Function<? super I, ? extends Operation<R>> operation);

    /** Branches that run side by side. */
    Parallel parallel(String id, String title);

    /**
     * A part of its own, with its own surroundings for ids.
     *
     * @return what {@code part} returns: usually a handle
     */
    <R> R include(String id, String title, Function<RunbookBuilder, R> part);

    /**
     * Another runbook as a part of this one: same run, same journal. Its parameters are asked for as {@code id/name}
     * unless they are bound; its locks are taken by this run.
     */
    Included include(String id, Runbook runbook);
}
