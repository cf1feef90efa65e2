package io.emrops.spi.page;

/** How something is meant, beside what it says. No meaning rests on the colour alone: the words say it too. */
public enum Tone {
    /** Neither good nor bad. */
    NEUTRAL,
    /** As it should be. */
    GOOD,
    /** Somebody has to look, or to decide. */
    ATTENTION,
    /** Not as it should be. */
    BAD,
    /** Under way. */
    ACTIVE
}
