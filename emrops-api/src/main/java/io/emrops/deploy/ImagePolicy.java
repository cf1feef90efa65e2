package io.emrops.deploy;

import io.emrops.internal.Words;
import java.time.Duration;
import java.util.Map;

/**
 * Which images are kept. An image that anything on the platform uses, that the application's definition names, that is needed to roll back to one of the last
 * releases, or that is young is always kept.
 *
 * @param releases how many of the last releases can be rolled back to without a registry, with the one that runs; at least 1. One that was
 *     rolled back right away, or that is not known to have run and been well, does not count, and is kept beside them
 * @param youngerThan images that were built or fetched within this time are kept
 * @param onlyHere whether images go that no registry is known to have, and that are lost for good then
 */
public record ImagePolicy(int releases, Duration youngerThan, boolean onlyHere) {
    public ImagePolicy {
        if (releases < 1) {
            throw new IllegalArgumentException("At least 1 release is kept, not " + releases);
        }
        if (youngerThan.isNegative()) {
            throw new IllegalArgumentException("An age is not negative: " + youngerThan);
        }
    }

    /** Keeps the images of the last releases and young ones, and all that no registry is known to have. */
    public static ImagePolicy keep(int releases, Duration youngerThan) {
        return new ImagePolicy(releases, youngerThan, false);
    }

    /** The same, but images that no registry is known to have go as well. They cannot be brought back. */
    public ImagePolicy evenIfOnlyHere() {
        return new ImagePolicy(releases, youngerThan, true);
    }

    Map<String, String> configuration() {
        return Map.of(
                "releases", Integer.toString(releases),
                "youngerThan", youngerThan.toString(),
                "onlyHere", Boolean.toString(onlyHere));
    }

    /** As part of a sentence. */
    @Override
    public String toString() {
        return (releases == 1 ? "those of the last release" : "those of the last " + releases + " releases")
                + (youngerThan.isZero() ? "" : ", those younger than " + Words.of(youngerThan))
                + (onlyHere ? "" : ", those that no registry has");
    }
}
