package io.emrops.testkit;

import io.emrops.diagnostics.IdleSession;
import io.emrops.diagnostics.IdleSessionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A session of a {@link FakeDiagnosticsProvider}.
 *
 * @param number which another may have had before
 * @param life which none has had before
 */
record FakeSession(
        int number, int life, String program, String login, String database, Instant lastAsked, boolean inTransaction) {
    private static final String HOST = "client";

    FakeSession asked(Instant now, boolean withTransaction) {
        return new FakeSession(number, life, program, login, database, now, withTransaction);
    }

    boolean fits(IdleSessionRequest request, Instant now) {
        return Duration.between(lastAsked, now).compareTo(request.idleFor()) >= 0
                && request.covers(program, login, database);
    }

    IdleSession found() {
        return new IdleSession(number, life + "/" + lastAsked, program, HOST, login, database, lastAsked);
    }

    boolean isSame(IdleSession session) {
        return session.identity().startsWith(life + "/");
    }

    String[] row() {
        return new String[] {
            Integer.toString(number),
            Integer.toString(life),
            program,
            login,
            database,
            lastAsked.toString(),
            Boolean.toString(inTransaction)
        };
    }

    static FakeSession of(List<String> row) {
        return new FakeSession(
                Integer.parseInt(row.get(0)),
                Integer.parseInt(row.get(1)),
                row.get(2),
                row.get(3),
                row.get(4),
                Instant.parse(row.get(5)),
                Boolean.parseBoolean(row.get(6)));
    }
}
