package io.emrops.sqlserver.restore;

import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.core.Emrops;
import io.emrops.runbooks.RecoveryRunbook;
import io.emrops.sqlserver.SqlServer;
import java.nio.file.Path;
import java.time.ZoneId;

/** A process that begins a recovery and is killed in the middle of it. */
final class RecoveryVictim {
    private RecoveryVictim() {}

    /** @param arguments the server's URL and password, the directory of the journal, the database, the moment */
    public static void main(String[] arguments) throws Exception {
        try (var sql = at(arguments[0], arguments[1]);
                var engine = Emrops.engine(Path.of(arguments[2]))) {
            var request = RunRequest.by("m.meier").with("moment", arguments[4]).with("overwrite", arguments[3]);
            engine.start(book(sql, arguments[3]), request).await();
        }
    }

    static SqlServer at(String url, String password) {
        return SqlServer.at(url).user("sa", Secret.of(password.toCharArray())).build();
    }

    static Runbook book(SqlServer sql, String database) {
        var recovery =
                sql.recovery().zone(ZoneId.of("UTC")).tailsIn("C:\\Tails").build();
        return RecoveryRunbook.inPlace("recover", "Recover", recovery, database).build();
    }
}
