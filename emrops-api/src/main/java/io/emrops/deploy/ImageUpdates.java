package io.emrops.deploy;

import io.emrops.deploy.ImageUpdate.Verdict;
import java.util.List;

/**
 * What registries say of the images that run: those of the services, and those that these were built on.
 *
 * @param images one for each image of each service that was asked about
 */
public record ImageUpdates(List<ImageUpdate> images) {
    public ImageUpdates {
        images = List.copyOf(images);
    }

    /** The services that can be started from newer images. */
    public List<ImageUpdate> patchable() {
        return images.stream().filter(ImageUpdate::patchable).toList();
    }

    /** The services whose images have to be built again, on newer base images. */
    public List<ImageUpdate> needingRebuild() {
        return images.stream().filter(ImageUpdate::needsRebuild).toList();
    }

    /** Those of which it could not be found out. */
    public List<ImageUpdate> unknown() {
        return with(Verdict.UNKNOWN);
    }

    List<ImageUpdate> with(Verdict verdict) {
        return images.stream().filter(image -> image.verdict() == verdict).toList();
    }

    /** What is to be told of them, one line each: what has to be done comes first, what is current is not told. */
    List<String> lines() {
        return List.of(Verdict.UPDATED, Verdict.UNKNOWN, Verdict.UNLABELLED, Verdict.PINNED).stream()
                .flatMap(verdict -> with(verdict).stream())
                .map(ImageUpdate::toString)
                .toList();
    }
}
