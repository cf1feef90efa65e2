package io.emrops.core.journal;

import io.emrops.core.journal.JournalScan.Sink;
import io.emrops.core.journal.TornTail.Tail;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a journal that another process may be writing to. What looks damaged may be half written: it is looked at again
 * for a while, and is damage if it stays as it is.
 */
final class PatientScan {
    /** How often a place is looked at before it is called damaged. */
    static final int LOOKS = 25;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(4);

    private PatientScan() {}

    static Tail run(JournalScan scan, Sink sink, int patience) throws IOException {
        Cursor stuckAt = scan.at();
        int looks = 0;
        while (true) {
            try {
                return scan.run(sink);
            } catch (Damage e) {
                looks = scan.at() == stuckAt ? looks + 1 : 1;
                stuckAt = scan.at();
                if (looks >= patience) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE);
            }
        }
    }
}
