package io.emrops.testkit.sqlserver.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a session is doing, as {@code sys.dm_exec_requests} has it; only what takes time or waits is there long enough to be seen.
 *
 * @param command as in {@code BACKUP DATABASE}
 * @param database the one that the session is in
 * @param target the database that is worked on, which mostly is another one; empty if none is
 * @param started by the server's clock
 * @param percentComplete of a backup, a restore or a check; 0 for what is not measured
 * @param remaining estimated from the time that it has taken until now; empty if nothing can be
 * @param waitType as in {@code LCK_M_X}; empty if it does not wait
 * @param blockedBy the session that is in its way; empty if none is
 */
public record RunningRequest(
        int spid,
        String login,
        String command,
        String database,
        String target,
        Instant started,
        int percentComplete,
        Optional<Duration> remaining,
        String waitType,
        OptionalInt blockedBy) {}
