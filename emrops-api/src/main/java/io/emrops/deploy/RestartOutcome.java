package io.emrops.deploy;

import java.util.Objects;

/**
 * What became of a restart that was tried.
 *
 * @param well whether the service was well afterwards
 * @param text what was said of it, in a sentence without a full stop; empty if it is well
 */
public record RestartOutcome(boolean well, String text) {
    public RestartOutcome {
        Objects.requireNonNull(text, "text");
    }
}
