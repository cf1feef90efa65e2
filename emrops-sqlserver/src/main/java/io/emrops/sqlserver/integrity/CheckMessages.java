package io.emrops.sqlserver.integrity;

import java.util.Set;

/**
 * What the numbers of a check mean, whether they come as rows or beside them. What is in neither list is not known: a row of it is taken for
 * damage, as what a check writes into its rows is what it found, and a message of it for a check that did not run to its end.
 *
 * @see <a href="https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors">Database Engine events
 *     and errors</a>
 */
final class CheckMessages {
    /** Why there was no check, or not all of one: no snapshot, no room, no memory, no lock, no permission, no such database. */
    private static final Set<Integer> HINDRANCES = Set.of(
            229, 262, 596, 701, 802, 845, 911, 927, 942, 945, 1101, 1105, 1204, 1205, 1222, 1823, 2520, 2521, 2571,
            3624, 5030, 5120, 5123, 5133, 5149, 5170, 5235, 5237, 5245, 5269, 5275, 7919, 7926, 7928, 7929, 7983, 8645,
            8651, 8902, 8921, 8967, 9002);

    /** Of rows, pages, indexes and metadata, outside of the range that the checks have for themselves. */
    private static final Set<Integer> DAMAGES = Set.of(
            605, 823, 824, 2508, 2511, 2512, 2531, 2533, 2534, 2537, 2570, 2574, 2575, 2576, 2577, 2579, 5228, 5229,
            5233, 5242, 5243, 5250, 5256, 7965, 7984, 7985, 7986, 7987, 7988, 7995);

    private static final int ERROR = 16;

    private CheckMessages() {}

    /** Whether it says that nothing is known of the rest. */
    static boolean isHindrance(int number) {
        return HINDRANCES.contains(number);
    }

    /** Whether it says that something is wrong with what the database holds. */
    static boolean isDamage(int number) {
        return !isHindrance(number)
                && ((number >= 8900 && number <= 8999) || isOfCatalog(number) || DAMAGES.contains(number));
    }

    /** The list of the vendor has them as information, though each is an inconsistency ("MSSQLSERVER_8992"). */
    private static boolean isOfCatalog(int number) {
        return number >= 3851 && number <= 3858;
    }

    /** Whether a row of this level is more than information; a row without a level is. */
    static boolean isError(int number, int level) {
        return level >= ERROR || isOfCatalog(number) || isHindrance(number);
    }
}
