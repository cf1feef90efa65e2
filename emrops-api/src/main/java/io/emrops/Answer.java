package io.emrops;

import java.util.Objects;
import java.util.Optional;

/** What a person answers to a {@link Question}. A value; each verb gives a new one. */
public final class Answer {
    /** The answers there are. */
    public enum Verdict {
        /** See {@link Answer#confirm}. */
        CONFIRMED,
        /** See {@link Answer#agree}. */
        AGREED,
        /** See {@link Answer#reject}. */
        REJECTED,
        /** See {@link Answer#applied(String)}. */
        APPLIED,
        /** See {@link Answer#notApplied}. */
        NOT_APPLIED,
        /** See {@link Answer#giveUp}. */
        GIVEN_UP
    }

    private final Verdict verdict;
    private final String by;
    private final String remark;
    private final Optional<Object> result;
    private final Optional<String> hash;

    private Answer(Verdict verdict, String by, String remark, Optional<Object> result, Optional<String> hash) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("An answer is given by somebody");
        }
        this.verdict = verdict;
        this.by = by;
        this.remark = remark;
        this.result = result;
        this.hash = hash;
    }

    private static Answer of(Verdict verdict, String by) {
        return new Answer(verdict, by, "", Optional.empty(), Optional.empty());
    }

    /** A manual item has been done. */
    public static Answer confirm(String by) {
        return of(Verdict.CONFIRMED, by);
    }

    /** Agrees to what an approval asks. */
    public static Answer agree(String by) {
        return of(Verdict.AGREED, by);
    }

    /** Does not agree, or a manual item cannot be confirmed: the run fails. */
    public static Answer reject(String by) {
        return of(Verdict.REJECTED, by);
    }

    /** The step in doubt was applied; for steps without a result. */
    public static Answer applied(String by) {
        return applied(by, Done.DONE);
    }

    /**
     * The step in doubt was applied.
     *
     * @param result what it would have returned; of the type of the step's result
     */
    public static Answer applied(String by, Object result) {
        return new Answer(
                Verdict.APPLIED, by, "", Optional.of(Objects.requireNonNull(result, "result")), Optional.empty());
    }

    /** The step in doubt was not applied, and will not be: it is done again. */
    public static Answer notApplied(String by) {
        return of(Verdict.NOT_APPLIED, by);
    }

    /** The step in doubt has failed, as far as the run is concerned; its target may be half changed. */
    public static Answer giveUp(String by) {
        return of(Verdict.GIVEN_UP, by);
    }

    /** Says something with it. Journalled; no patient data. */
    public Answer remark(String remark) {
        return new Answer(verdict, by, Objects.requireNonNull(remark, "remark"), result, hash);
    }

    /** Binds the answer to what was read: {@link Question#hash}. Without it, the answer is to what is asked now. */
    public Answer having(String hash) {
        return new Answer(verdict, by, remark, result, Optional.of(hash));
    }

    /** Which answer it is. */
    public Verdict verdict() {
        return verdict;
    }

    /** Who answers. */
    public String by() {
        return by;
    }

    /** What they said with it; may be empty. */
    public String remark() {
        return remark;
    }

    /** The result the person supplied, if one is wanted. */
    public Optional<Object> result() {
        return result;
    }

    /** What the answer is bound to. */
    public Optional<String> hash() {
        return hash;
    }

    @Override
    public String toString() {
        return verdict + " by " + by;
    }
}
