package io.emrops;

/** Takes reports of how far a piece of work has come. */
@FunctionalInterface
public interface Progress {
    /**
     * @param done how much is done, in any unit, from 0
     * @param total how much there is in the same unit; 0 or less if it is not known
     * @param what what is being counted, as in "layers pulled"
     */
    void report(long done, long total, String what);

    /** Takes reports and forgets them. */
    static Progress none() {
        return (done, total, what) -> {};
    }
}
