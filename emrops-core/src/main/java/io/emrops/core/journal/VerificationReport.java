package io.emrops.core.journal;

import java.util.Optional;

/**
 * What a walk over a whole journal found.
 *
 * @param segments how many files were walked over, up to the first break
 * @param records how many records are in order, up to the first break
 * @param runs to how many runs they belong
 * @param chainHead the hash of the last frame, in hexadecimal: who kept it elsewhere can prove that nothing before it was
 *     changed since
 * @param unfinishedTail whether records lie at the end that were never acknowledged: a crash left them, or they are
 *     being written at this moment
 * @param firstBreak the first place that contradicts itself or what comes before it; empty if all is in order
 */
public record VerificationReport(
        long segments, long records, long runs, String chainHead, boolean unfinishedTail, Optional<Break> firstBreak) {

    /** Whether nothing contradicts anything. */
    public boolean intact() {
        return firstBreak.isEmpty();
    }

    /**
     * A place in the store.
     *
     * @param file name of the file in the directory of the store
     * @param offset where in it, in bytes
     * @param what what is wrong there
     */
    public record Break(String file, long offset, String what) {}
}
