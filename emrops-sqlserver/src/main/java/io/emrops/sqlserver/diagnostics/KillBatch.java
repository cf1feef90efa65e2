package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.EndedSessions.Fate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A batch that ends one session, if it is still that one and still does nothing. All in it is a number, a GUID or a time that this class has
 * formatted: nothing in it comes from a client's own words.
 */
final class KillBatch {
    /** As {@code datetime} has it: thousandths that end in 0, 3 or 7. */
    private static final DateTimeFormatter DATETIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    private static final String TEXT = """
            IF NOT EXISTS (SELECT 1 FROM sys.dm_exec_sessions AS s WHERE s.session_id = %1$d)
                SELECT N'GONE' AS fate;
            ELSE IF NOT EXISTS (SELECT 1 FROM sys.dm_exec_sessions AS s
                    JOIN sys.dm_exec_connections AS c ON c.session_id = s.session_id
                    WHERE s.session_id = %1$d AND s.is_user_process = 1
                      AND s.login_time = CONVERT(datetime, N'%2$s', 126)
                      AND c.connection_id = CONVERT(uniqueidentifier, N'%3$s'))
                SELECT N'ANOTHER' AS fate;
            ELSE IF NOT EXISTS (SELECT 1 FROM sys.dm_exec_sessions AS s
                    WHERE s.session_id = %1$d AND s.status = N'sleeping' AND s.open_transaction_count = 0
                      AND s.last_request_end_time = CONVERT(datetime, N'%4$s', 126))
                 OR EXISTS (SELECT 1 FROM sys.dm_exec_requests AS r WHERE r.session_id = %1$d)
                 OR EXISTS (SELECT 1 FROM sys.dm_tran_session_transactions AS t WHERE t.session_id = %1$d)
                SELECT N'BUSY' AS fate;
            ELSE
            BEGIN
                KILL %1$d;
                SELECT N'ENDED' AS fate;
            END""";

    private KillBatch() {}

    static String of(SessionFacts session) {
        return String.format(
                Locale.ROOT,
                TEXT,
                session.id(),
                text(session.loginTime()),
                session.connection().orElseThrow(),
                text(session.lastRequestEnd().orElseThrow()));
    }

    private static String text(LocalDateTime time) {
        return DATETIME.format(time);
    }

    static Fate fate(String said) {
        return switch (said) {
            case "ENDED" -> Fate.ENDED;
            case "GONE" -> Fate.GONE;
            case "BUSY" -> Fate.BUSY;
            default -> Fate.SPARED;
        };
    }

    static String remark(String said) {
        return switch (said) {
            case "BUSY" -> "it has done something since";
            case "GONE" -> "by itself or by an earlier attempt";
            case "ANOTHER" -> "another session bears the number";
            default -> "";
        };
    }
}
