package io.emrops.deploy;

import java.util.List;

/**
 * What a policy says of an application's images.
 *
 * @param removable those that it gives up
 * @param kept the others, each with the reason
 */
public record OldImages(List<OldImage> removable, List<OldImage> kept) {
    public OldImages {
        removable = List.copyOf(removable);
        kept = List.copyOf(kept);
    }
}
