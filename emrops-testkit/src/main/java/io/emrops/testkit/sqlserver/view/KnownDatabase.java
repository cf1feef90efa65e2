package io.emrops.testkit.sqlserver.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.instance.DatabaseFile;
import io.emrops.testkit.sqlserver.instance.DatabaseOptions;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.instance.Instance;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A database of users, or one of the server's own, which stand beside the instance and never change.
 *
 * @param ofUsers empty for one of the server's own
 */
record KnownDatabase(
        int id,
        String name,
        Optional<Database> ofUsers,
        Instant created,
        UUID guid,
        UUID family,
        DatabaseState state,
        UserAccess access,
        RecoveryModel recoveryModel,
        boolean readOnly,
        boolean standby,
        DatabaseOptions options,
        List<DatabaseFile> files) {
    private static final int LAST_SYSTEM_DATABASE = 4;
    private static final Instant MASTER_CREATED = Instant.parse("2003-04-08T09:13:36.390Z");
    private static final long PAGES = 1024;

    /** All of an instance, by their numbers. What is not copied here needs the instance's lock. */
    static List<KnownDatabase> all(Instance instance) {
        synchronized (instance) {
            return readAll(instance);
        }
    }

    private static List<KnownDatabase> readAll(Instance instance) {
        var all = new ArrayList<KnownDatabase>();
        all.add(system(1, "master", "master", "mastlog", MASTER_CREATED, RecoveryModel.SIMPLE));
        all.add(system(2, "tempdb", "tempdev", "templog", instance.started(), RecoveryModel.SIMPLE));
        all.add(system(3, "model", "modeldev", "modellog", MASTER_CREATED, RecoveryModel.FULL));
        all.add(system(4, "msdb", "MSDBData", "MSDBLog", MASTER_CREATED, RecoveryModel.SIMPLE));
        instance.databases().stream()
                .sorted(Comparator.comparingInt(Database::id))
                .map(KnownDatabase::of)
                .forEach(all::add);
        return all;
    }

    static Optional<KnownDatabase> named(Instance instance, String name) {
        return all(instance).stream()
                .filter(database -> database.name.equalsIgnoreCase(name))
                .findFirst();
    }

    static Optional<KnownDatabase> numbered(Instance instance, int id) {
        return all(instance).stream().filter(database -> database.id == id).findFirst();
    }

    private static KnownDatabase of(Database database) {
        return new KnownDatabase(
                database.id(),
                database.name(),
                Optional.of(database),
                database.created(),
                database.guid(),
                database.family(),
                database.state(),
                database.access(),
                database.recoveryModel(),
                database.readOnly(),
                database.standby(),
                database.options(),
                database.files());
    }

    private static KnownDatabase system(
            int id, String name, String data, String log, Instant created, RecoveryModel recoveryModel) {
        var guid = UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
        var files = List.of(
                new DatabaseFile(1, DatabaseFile.Type.ROWS, data, "C:\\Data\\" + name + ".mdf", PAGES),
                new DatabaseFile(2, DatabaseFile.Type.LOG, log, "C:\\Data\\" + log + ".ldf", PAGES));
        return new KnownDatabase(
                id,
                name,
                Optional.empty(),
                created,
                guid,
                guid,
                DatabaseState.ONLINE,
                UserAccess.MULTI_USER,
                recoveryModel,
                false,
                false,
                DatabaseOptions.NONE,
                files);
    }

    boolean isSystem() {
        return id <= LAST_SYSTEM_DATABASE;
    }

    /** Whether what is in it can be read. */
    boolean isReadable() {
        return state == DatabaseState.ONLINE || state == DatabaseState.EMERGENCY;
    }

    OptionalInt holder() {
        return ofUsers.map(Database::holder).orElse(OptionalInt.empty());
    }

    /** Who is {@code dbo} in it. */
    String owner() {
        return ofUsers.map(Database::owner).orElse("sa");
    }

    /** The same for all that are restored from one. */
    UUID idOf(DatabaseFile file) {
        return UUID.nameUUIDFromBytes((family + "/" + file.id()).getBytes(UTF_8));
    }
}
