package io.emrops.deploy;

import java.util.List;
import java.util.Objects;

/**
 * What a patch has done.
 *
 * @param release what runs now
 * @param services those that were started from newer images, with the digests before and after
 */
public record Patched(Release release, List<ImageUpdate> services) {
    public Patched {
        Objects.requireNonNull(release, "release");
        services = List.copyOf(services);
    }

    /** Those of the updates that the release runs. */
    static Patched of(ImageUpdates updates, Release release) {
        return new Patched(
                release,
                updates.patchable().stream()
                        .filter(update -> release.service(update.service())
                                .filter(service -> service.digest().equals(update.available()))
                                .isPresent())
                        .toList());
    }
}
