package io.emrops.sqlserver.diagnostics;

import io.emrops.backup.Backup;
import io.emrops.diagnostics.SizePoint;
import io.emrops.sqlserver.history.MsdbHistory;
import io.emrops.sqlserver.statement.Identifier;
import java.util.Comparator;
import java.util.List;

/** How large a database was, by its full backups: they hold the pages in use, however large the files are. */
public final class SizeHistory {
    private static final int MOST = 400;

    private final Look look;

    /** Asks nothing yet. */
    public SizeHistory(Look look) {
        this.look = look;
    }

    /** See {@link io.emrops.diagnostics.DiagnosticsProvider#sizes}. */
    public List<SizePoint> of(String database) {
        Needed.require(look, Needed.HISTORY);
        return new MsdbHistory(look.queries(), look.now().getOffset())
                .newest(Identifier.of(database).name(), Backup.Kind.FULL, MOST).stream()
                        .map(set -> new SizePoint(
                                set.finishedAt().toInstant(), set.traits().size()))
                        .sorted(Comparator.comparing(SizePoint::at))
                        .toList();
    }
}
