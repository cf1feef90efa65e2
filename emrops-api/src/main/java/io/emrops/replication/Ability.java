package io.emrops.replication;

/** What a kind of replication can do, or cannot. */
public enum Ability {
    /** Changing over with nothing lost. */
    PLANNED_FAILOVER("a planned failover"),
    /** Changing over without the primary, with what it had not sent yet lost. */
    FORCED_FAILOVER("a forced failover"),
    /** Keeping a primary from taking changes. */
    FENCE("fencing a primary"),
    /** Letting a fenced primary take changes again. */
    RELEASE("releasing a fenced primary"),
    /** Letting a former primary follow, without copying all of it anew. */
    RESUME("resuming data movement");

    private final String words;

    Ability(String words) {
        this.words = words;
    }

    /** As people say it. */
    @Override
    public String toString() {
        return words;
    }
}
