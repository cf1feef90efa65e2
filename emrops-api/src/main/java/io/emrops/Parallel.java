package io.emrops;

import java.util.function.Function;

/**
 * Branches that run side by side. A step in one branch cannot read a value of another; steps behind all of them can
 * read all.
 */
public interface Parallel {
    /** How many branches run at once; all of them without this. */
    Parallel atMost(int branches);

    /**
     * Adds a branch.
     *
     * @param id unique among the branches; becomes part of the paths of its steps
     * @param part defines the branch's steps
     * @return what {@code part} returns: usually a handle
     */
    <R> R branch(String id, String title, Function<RunbookBuilder, R> part);
}
