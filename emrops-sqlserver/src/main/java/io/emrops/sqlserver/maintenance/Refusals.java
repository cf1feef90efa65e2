package io.emrops.sqlserver.maintenance;

import io.emrops.sqlserver.session.ErrorKind;
import io.emrops.sqlserver.session.Failure;
import io.emrops.sqlserver.session.OperationResult;
import java.util.Map;
import java.util.Set;

/** What errors of maintenance mean, by their numbers ("Database engine events and errors"). */
final class Refusals {
    /** The time that MAX_DURATION gave is over, and the rebuild is paused. */
    private static final int TIME_OVER = 3643;

    private static final int LOG_FULL = 9002;
    private static final int NOT_IN_EDITION = 1712;
    private static final Set<Integer> NO_PAGE_LOCKS = Set.of(1943, 2552);
    private static final Set<Integer> LOCKED = Set.of(1205, 1222);

    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(1205, "it was chosen as the victim of a deadlock"),
            Map.entry(1222, "somebody held a lock on it for too long"),
            Map.entry(1712, "the edition rebuilds no index beside other work"),
            Map.entry(1934, "an option of the session is not as the table needs it"),
            Map.entry(1943, "it has no page locks"),
            Map.entry(2552, "it has no page locks"),
            Map.entry(1088, "the table is not there any more, or may not be changed"),
            Map.entry(2727, "it is not there any more"),
            Map.entry(2767, "they are not there any more"),
            Map.entry(9002, "the log of the database is full"),
            Map.entry(1105, "a file group of the database is full"),
            Map.entry(10637, "a rebuild of an index of its table is paused"),
            Map.entry(10638, "no rebuild of it is paused any more"));

    private Refusals() {}

    /** Whether the statement stopped by itself since its time was over. */
    static boolean isTimeOver(OperationResult result) {
        return is(result, TIME_OVER);
    }

    static boolean isLogFull(OperationResult result) {
        return is(result, LOG_FULL);
    }

    /** Whether another way may go. */
    static boolean isOfTheWay(OperationResult result) {
        return is(result, NOT_IN_EDITION) || NO_PAGE_LOCKS.stream().anyMatch(number -> is(result, number));
    }

    static boolean isBusy(OperationResult result) {
        return LOCKED.stream().anyMatch(number -> is(result, number))
                || result.failure()
                        .filter(failure -> failure.kind() == ErrorKind.BUSY)
                        .isPresent();
    }

    private static boolean is(OperationResult result, int number) {
        return !result.succeeded() && result.errors().stream().anyMatch(message -> message.number() == number);
    }

    static String words(OperationResult result) {
        for (var message : result.errors()) {
            var known = WORDS.get(message.number());
            if (known != null) {
                return "SQL Server " + message.number() + ", " + known;
            }
        }
        return result.failure().map(Failure::words).orElse("it was cancelled");
    }
}
