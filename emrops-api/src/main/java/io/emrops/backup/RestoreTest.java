package io.emrops.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What came of restoring a backup to a database beside the real one, which is gone again. Evidence for testing and revision,
 * 45 CFR 164.308(a)(7)(ii)(D), and the measure of how long a recovery takes.
 *
 * @param backup what was restored
 * @param finishedAt by the system's clock
 * @param restoring how long restoring took
 * @param checking how long the check for integrity took
 * @param proof how far it got: {@link Proof#SOUND}, or {@link Proof#RESTORED} if the check found errors or could not run
 * @param findings what is wrong, in words; empty if nothing is
 * @param notCovered what a real recovery needs beyond this, such as logins
 * @param leftBehind the scratch database, if it could not be removed; empty if it is gone
 */
public record RestoreTest(
        Backup backup,
        Instant finishedAt,
        Duration restoring,
        Duration checking,
        Proof proof,
        List<String> findings,
        List<String> notCovered,
        String leftBehind) {
    public RestoreTest {
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(finishedAt, "finishedAt");
        Objects.requireNonNull(restoring, "restoring");
        Objects.requireNonNull(checking, "checking");
        Objects.requireNonNull(proof, "proof");
        findings = List.copyOf(findings);
        notCovered = List.copyOf(notCovered);
        Objects.requireNonNull(leftBehind, "leftBehind");
    }

    /** Whether it was restored, checked, and nothing is wrong with it. */
    public boolean sound() {
        return proof.atLeast(Proof.SOUND) && findings.isEmpty();
    }
}
