package io.emrops.deploy;

import io.emrops.Change;
import java.util.Objects;

/**
 * What a registry says of an image of a service.
 *
 * @param service which runs it
 * @param part whether it is the service's own image, or the one that was built on
 * @param image the name that the registry was asked for; empty if there is none to ask for
 * @param runs the digest of what runs, {@code repository@sha256:…}; empty if no registry knows it
 * @param available the digest of what the registry has under the name now; empty if that is not known
 * @param verdict what follows
 * @param reason why there is no more to say; empty if the verdict says it all
 */
public record ImageUpdate(
        String service, Part part, String image, String runs, String available, Verdict verdict, String reason) {
    /** Which image of a service. */
    public enum Part {
        /** The image that the service was started from. */
        OWN,
        /** The image that the service's image was built on. */
        BASE
    }

    /** What follows from the registry's answer. A registry tells which image a name stands for, not which one is newer. */
    public enum Verdict {
        /** The name stands for what runs. */
        CURRENT,
        /** The name stands for another image by now. */
        UPDATED,
        /** It was named by its digest, which stands for the same image for ever. */
        PINNED,
        /** The image does not say which one it was built on, so that nobody can be asked. */
        UNLABELLED,
        /** It could not be found out. */
        UNKNOWN
    }

    public ImageUpdate {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(runs, "runs");
        Objects.requireNonNull(available, "available");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
        if (verdict == Verdict.UPDATED && available.isEmpty()) {
            throw new IllegalArgumentException("An update of " + image + " has a digest");
        }
        if (verdict == Verdict.UNKNOWN && reason.isBlank()) {
            throw new IllegalArgumentException("What is not known of " + image + " has a reason");
        }
    }

    /** Whether the service can be patched by starting it from what its image's name stands for now. */
    public boolean patchable() {
        return part == Part.OWN && verdict == Verdict.UPDATED;
    }

    /** Whether the service's image has to be built again by those who make it, as it stands on what has been replaced. */
    public boolean needsRebuild() {
        return part == Part.BASE && verdict == Verdict.UPDATED;
    }

    /** {@code service api: registry/emr/api:2.0 (sha256:0123456789ab…) → sha256:ba9876543210…} if it can be patched. */
    @Override
    public String toString() {
        var what = "service " + service;
        return switch (verdict) {
            case UPDATED ->
                part == Part.OWN
                        ? new Change(what, image + " (" + brief(runs) + ")", brief(available)).toString()
                        : what + ": has to be rebuilt, as its base " + image + " (" + brief(runs) + ") is "
                                + brief(available) + " by now";
            case CURRENT -> what + ": " + named() + " is current (" + brief(runs) + ")";
            case PINNED -> what + ": " + named() + " is pinned to its digest";
            case UNLABELLED -> what + ": its image does not say what it was built on";
            case UNKNOWN -> what + ": whether " + named() + " is current is not known: " + reason;
        };
    }

    private String named() {
        return (part == Part.OWN ? "" : "its base ") + image;
    }

    /** The first characters, as people compare them. */
    static String brief(String digest) {
        var hex = digest.substring(digest.indexOf('@') + 1);
        return hex.length() > 19 ? hex.substring(0, 19) + "…" : hex;
    }
}
