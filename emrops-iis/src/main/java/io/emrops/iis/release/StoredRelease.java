package io.emrops.iis.release;

import java.util.List;
import java.util.Objects;

/**
 * A release in its folder on a host.
 *
 * @param version what people call it
 * @param folder its absolute path on the host
 * @param digest of its {@link ReleasePackage}, as its manifest on the host has it
 * @param files how many files its manifest has
 * @param bytes how many bytes they have together
 * @param stored whether it was put there just now; false if it was there already
 * @param differing paths of files that are missing, or are not as the manifest has them; the first hundred
 * @param added paths of files that are there and not in the manifest, such as logs of the application; the first hundred
 */
public record StoredRelease(
        String version,
        String folder,
        String digest,
        long files,
        long bytes,
        boolean stored,
        List<String> differing,
        List<String> added) {
    public StoredRelease {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(digest, "digest");
        differing = List.copyOf(differing);
        added = List.copyOf(added);
    }

    /** One that has nothing amiss. */
    public StoredRelease(String version, String folder, String digest, long files, long bytes, boolean stored) {
        this(version, folder, digest, files, bytes, stored, List.of(), List.of());
    }

    /** Whether each file of its manifest is there as it was sent. Files that were added do not count. */
    public boolean whole() {
        return differing.isEmpty();
    }
}
