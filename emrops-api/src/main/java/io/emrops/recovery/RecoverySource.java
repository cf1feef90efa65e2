package io.emrops.recovery;

import io.emrops.backup.Backup;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One backup that a recovery restores.
 *
 * @param id what the system calls it
 * @param kind how much it holds
 * @param files all files it lies in, in their order
 * @param position which backup it is in these files, from 1
 * @param finishedAt when it was complete
 * @param details what only the provider understands; never secrets or rows
 */
public record RecoverySource(
        String id,
        Backup.Kind kind,
        List<String> files,
        int position,
        Instant finishedAt,
        Map<String, String> details) {
    public RecoverySource {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        files = List.copyOf(files);
        Objects.requireNonNull(finishedAt, "finishedAt");
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
