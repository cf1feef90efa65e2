package io.emrops.testkit.sqlserver.instance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The databases of the server itself that can be backed up ("Back Up and Restore of System Databases"); nothing changes in them. */
final class SystemDatabases {
    private static final long PAGES = 1024;

    private final Map<String, Database> byName = new TreeMap<>();

    SystemDatabases(Instant created) {
        add(new Database(
                1, "master", idOf("master"), idOf("master"), idOf("master"), created, files("master", "mastlog")));
        add(new Database(
                3, "model", idOf("model"), idOf("model"), idOf("model"), created, files("modeldev", "modellog")));
        add(new Database(4, "msdb", idOf("msdb"), idOf("msdb"), idOf("msdb"), created, files("MSDBData", "MSDBLog")));
    }

    private void add(Database database) {
        database.log().recoveryModel(database.name().equals("model") ? RecoveryModel.FULL : RecoveryModel.SIMPLE);
        byName.put(key(database.name()), database);
    }

    private static UUID idOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    }

    private static List<DatabaseFile> files(String data, String log) {
        return List.of(
                new DatabaseFile(1, DatabaseFile.Type.ROWS, data, "C:\\Data\\" + data + ".mdf", PAGES),
                new DatabaseFile(2, DatabaseFile.Type.LOG, log, "C:\\Data\\" + log + ".ldf", PAGES));
    }

    /** Empty if it is none of them. */
    Optional<Database> named(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
