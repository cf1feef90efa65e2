package io.emrops.audit;

import java.time.Instant;
import java.util.Objects;

/**
 * What is in an audit table as retention sees it.
 *
 * @param cutoff the first moment that is kept
 * @param all every row that has a time and a key
 * @param due those before the cutoff that nobody holds
 * @param held those before the cutoff that are held
 * @param unknown rows without a time or a key, of which nobody can say whether they are due; they are left
 */
public record RetentionState(Instant cutoff, AuditRange all, AuditRange due, long held, long unknown) {
    public RetentionState {
        Objects.requireNonNull(cutoff, "cutoff");
        Objects.requireNonNull(all, "all");
        Objects.requireNonNull(due, "due");
    }
}
