package io.emrops.deploy;

import io.emrops.DataSize;
import java.util.List;
import java.util.Objects;

/**
 * An image that a policy was asked about.
 *
 * @param id what the platform knows it by
 * @param names all its names and digests
 * @param size with the layers that it shares with others
 * @param own without them: about what its removal frees
 * @param reason why it is kept; empty if it is not
 */
public record OldImage(String id, List<String> names, DataSize size, DataSize own, String reason) {
    public OldImage {
        Objects.requireNonNull(id, "id");
        names = List.copyOf(names);
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(reason, "reason");
    }

    /** The same, kept for a reason. */
    public OldImage kept(String why) {
        return new OldImage(id, names, size, own, why);
    }

    /** Its first name, its id, and how large it is. */
    @Override
    public String toString() {
        return (names.isEmpty() ? "" : names.get(0).replaceFirst("@.*", "") + " ") + "(" + ImageUpdate.brief(id) + ", "
                + size
                + (own.equals(size) ? "" : ", " + own + " of it its own") + ")"
                + (reason.isEmpty() ? "" : ": kept, " + reason);
    }
}
