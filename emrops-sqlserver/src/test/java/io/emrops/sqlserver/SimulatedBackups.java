package io.emrops.sqlserver;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupRequest;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.BackupHistory;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A server with a database, and backups of it: through the real driver, encrypted, at a time that a test moves. */
final class SimulatedBackups implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);
    static final String DATABASE = "EMRNext";
    static final RequestPattern BACKUP = RequestPattern.startingWith("BACKUP");

    final ManualTime time = ManualTime.at("2026-11-22T10:00:00Z");
    final SimulatedSqlServer server;
    final SqlServer sql;
    final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    private SimulatedBackups(int version, Edition edition) {
        server = SimulatedSqlServer.builder()
                .majorVersion(version)
                .edition(edition)
                .time(time)
                .encryption(Encryption.REQUIRED)
                .start();
        server.instance().createDatabase(DATABASE);
        sql = SqlServer.at(server.jdbcUrl())
                .user("sa", Secret.of(server.script().password().toCharArray()))
                .time(time)
                .build();
    }

    static SimulatedBackups start() {
        return new SimulatedBackups(16, Edition.DEVELOPER);
    }

    static SimulatedBackups start(int version, Edition edition) {
        return new SimulatedBackups(version, edition);
    }

    SqlServerBackups backups() {
        return backups(settings -> settings);
    }

    SqlServerBackups backups(UnaryOperator<SqlServerBackups.Builder> choices) {
        return choices.apply(sql.backups().to("C:\\Backup").onWarning(warnings::add))
                .build();
    }

    static BackupRequest full(String key) {
        return new BackupRequest(DATABASE, Backup.Kind.FULL, true, key);
    }

    static BackupRequest scheduled(Backup.Kind kind, String key) {
        return new BackupRequest(DATABASE, kind, false, key);
    }

    Backup take(String key) throws InterruptedException {
        return backups().backup(full(key), Progress.none());
    }

    /** Where a backup under this key would go if it were taken now. */
    String fileOf(SqlServerBackups backups, BackupRequest request) {
        var line = backups.preview(request).get(1);
        return line.substring("to ".length()).replace("TIME", "20261122T100000000Z");
    }

    void run(String... statements) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    List<BackupHistory.Taken> taken() {
        return server.instance().history().taken();
    }

    List<String> sent(String beginning) {
        return server.script().statements(RequestPattern.startingWith(beginning)).stream()
                .map(Request::text)
                .toList();
    }

    /** Work on another thread, which can be interrupted. */
    static final class Elsewhere<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        Elsewhere(Callable<T> work) {
            task = new FutureTask<>(work);
            thread = new Thread(task);
            thread.start();
        }

        void interrupt() {
            thread.interrupt();
        }

        boolean isDone() {
            return task.isDone();
        }

        T get() throws Exception {
            try {
                return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }

    @Override
    public void close() {
        sql.close();
        server.close();
        time.close();
    }
}
