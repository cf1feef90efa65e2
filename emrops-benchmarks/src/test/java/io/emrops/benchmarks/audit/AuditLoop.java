package io.emrops.benchmarks.audit;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFiles;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditLog;
import io.emrops.audit.ExportFormat;
import io.emrops.sqlserver.SqlServer;
import java.nio.file.Path;

/** Reads every value of the events, or writes them to a file, and prints what it cost. */
final class AuditLoop {
    private AuditLoop() {}

    /** @param args URL, user, password, and the file if there is to be one */
    public static void main(String[] args) throws Exception {
        try (var sql = SqlServer.at(args[0])
                .user(args[1], Secret.of(args[2].toCharArray()))
                .build()) {
            var log = sql.auditLog(AuditServer.DATABASE, AuditServer.TABLE);
            log.requireFit();
            var cost = new Cost();
            cost.print(
                    args.length == 3
                            ? read(log)
                            : AuditFiles.write(
                                            log, AuditFilter.all(), Path.of(args[3]), ExportFormat.CSV, Progress.none())
                                    .rows());
        }
    }

    private static long read(AuditLog log) {
        var sum = new long[2];
        try (var events = log.events(AuditFilter.all())) {
            events.forEach(event -> {
                sum[0] += valuesOf(event);
                sum[1]++;
            });
        }
        if (sum[0] == 0) {
            throw new IllegalStateException("Nothing was read");
        }
        return sum[1];
    }

    private static long valuesOf(AuditEvent event) {
        long sum = event.key().length() + event.time().getNano();
        for (var field : AuditField.values()) {
            sum += event.get(field).map(String::length).orElse(0);
        }
        return sum;
    }
}
