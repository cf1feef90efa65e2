package io.emrops.deploy;

import io.emrops.DataSize;
import java.util.List;
import java.util.Objects;

/**
 * What became of an application's images.
 *
 * @param removed those that are gone, each with the names that went with it
 * @param kept the others, each with the reason
 * @param freed how much less the platform stores for images than before, by its own account; what others have fetched or
 *     removed meanwhile is in it
 */
public record PrunedImages(List<OldImage> removed, List<OldImage> kept, DataSize freed) {
    public PrunedImages {
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
        Objects.requireNonNull(freed, "freed");
    }

    /** {@code 3 images removed, 120 MiB freed, 5 kept}. */
    @Override
    public String toString() {
        return removed.size() + (removed.size() == 1 ? " image" : " images") + " removed, " + freed + " freed, "
                + kept.size() + " kept";
    }
}
