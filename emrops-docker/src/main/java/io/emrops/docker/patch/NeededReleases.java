package io.emrops.docker.patch;

import io.emrops.docker.release.ReleaseRecord;
import io.emrops.docker.release.ReleaseRecord.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The releases whose images are kept, so that some of them can be rolled back to. What is not known to have been
 * reached, or was rolled back right away, does not count as one of them, and is kept beside them. Of old records nobody knows; they count.
 *
 * @param records the newest first
 * @param complete whether there are as many as asked for
 */
record NeededReleases(List<ReleaseRecord> records, boolean complete) {
    /**
     * @param all the newest first
     * @param last how many that count
     */
    static NeededReleases of(List<ReleaseRecord> all, int last) {
        var needed = new ArrayList<ReleaseRecord>();
        var reached = all.stream().filter(r -> r.standing() != Standing.BEGUN).toList();
        var seen = new HashSet<Object>();
        var counted = 0;
        for (var record : all) {
            if (counted >= last) {
                break;
            }
            needed.add(record);
            var i = reached.indexOf(record);
            // A release that was brought back is the same release.
            if (i >= 0 && seen.add(record.images()) && !isRolledBack(reached, i)) {
                counted++;
            }
        }
        return new NeededReleases(needed, counted >= last);
    }

    private static boolean isRolledBack(List<ReleaseRecord> all, int i) {
        if (i == 0 || !all.get(i - 1).operationKey().isEmpty()) {
            return false;
        }
        var next = all.get(i - 1).images();
        return !next.equals(all.get(i).images())
                && all.subList(i + 1, all.size()).stream()
                        .anyMatch(earlier -> earlier.images().equals(next));
    }

    /** The ids and digests of their images. */
    void addTo(Set<String> needed) {
        for (var record : records) {
            needed.addAll(record.images().values());
            record.release().services().forEach(service -> needed.add(service.digest()));
        }
    }
}
