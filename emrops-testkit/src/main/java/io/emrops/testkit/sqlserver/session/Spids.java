package io.emrops.testkit.sqlserver.session;

import java.util.function.IntPredicate;

/** The numbers of sessions. For one thread. */
final class Spids {
    private static final int FIRST = 51;
    private static final int LAST = 0x7FFF;

    private int next = FIRST;

    /** One that no session has; there are more of them than a process has sockets. */
    int next(IntPredicate isTaken) {
        while (true) {
            var spid = next;
            next = spid == LAST ? FIRST : spid + 1;
            if (!isTaken.test(spid)) {
                return spid;
            }
        }
    }
}
