package io.emrops.testkit.sqlserver.statement;

import static io.emrops.testkit.sqlserver.statement.Reading.refusal;
import static io.emrops.testkit.sqlserver.statement.Reading.refused;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNear;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNearKeyword;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNearWith;
import static io.emrops.testkit.sqlserver.statement.Reading.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.statement.DatabaseSetting.CompatibilityLevel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.PageVerify;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.QueryStore;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.State;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Switch;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.TargetRecoveryTime;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Updateability;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    private static AlterDatabase set(Termination termination, DatabaseSetting... settings) {
        return new AlterDatabase(Optional.of("d"), new DatabaseChange.Settings(List.of(settings), termination));
    }

    @Test
    void users_are_driven_out() {
        assertThat(statement("alter database d set single_user with rollback immediate"))
                .isEqualTo(set(new Termination.RollbackImmediate(), UserAccess.SINGLE_USER));
        assertThat(statement("ALTER DATABASE [d] SET OFFLINE WITH ROLLBACK AFTER 30 SECONDS"))
                .isEqualTo(set(new Termination.RollbackAfter(30), State.OFFLINE));
        assertThat(statement("ALTER DATABASE d SET READ_ONLY WITH NO_WAIT"))
                .isEqualTo(set(new Termination.NoWait(), Updateability.READ_ONLY));
    }

    @Test
    void settings_keep_their_order() {
        assertThat(
                        statement(
                                "ALTER DATABASE d SET MULTI_USER, RECOVERY BULK_LOGGED, PAGE_VERIFY CHECKSUM, AUTO_CLOSE OFF, COMPATIBILITY_LEVEL = 150, TARGET_RECOVERY_TIME = 2 MINUTES, QUERY_STORE CLEAR ALL, ENABLE_BROKER, DELAYED_DURABILITY = FORCED"))
                .isEqualTo(set(
                        new Termination.Wait(),
                        UserAccess.MULTI_USER,
                        RecoveryModel.BULK_LOGGED,
                        PageVerify.CHECKSUM,
                        new Switch(Switch.Kind.AUTO_CLOSE, false),
                        new CompatibilityLevel(150),
                        new TargetRecoveryTime(Duration.ofMinutes(2)),
                        QueryStore.CLEAR,
                        DatabaseSetting.Broker.ENABLE_BROKER,
                        DatabaseSetting.DelayedDurability.FORCED));
    }

    @Test
    void the_current_database_has_no_name() {
        assertThat(statement("ALTER DATABASE CURRENT COLLATE Latin1_General_BIN2"))
                .isEqualTo(new AlterDatabase(Optional.empty(), new DatabaseChange.Collate("Latin1_General_BIN2")));
        assertThat(((AlterDatabase) statement("ALTER DATABASE [CURRENT] SET ONLINE")).name())
                .contains("CURRENT");
    }

    @Test
    void names_and_files_are_modified() {
        assertThat(statement("ALTER DATABASE d MODIFY NAME = [d old]"))
                .isEqualTo(new AlterDatabase(Optional.of("d"), new DatabaseChange.Rename("d old")));
        assertThat(statement("ALTER DATABASE d MODIFY FILE (NAME = N'log', NEWNAME = l, FILEGROWTH = 10%, OFFLINE)"))
                .isEqualTo(new AlterDatabase(
                        Optional.of("d"),
                        new DatabaseChange.ModifyFile(new FileSpec(
                                "log",
                                Optional.of("l"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new FileSize(10, FileSize.Unit.PERCENT)),
                                true))));
        assertThat(statement("ALTER DATABASE d REMOVE FILE log2"))
                .isEqualTo(new AlterDatabase(Optional.of("d"), new DatabaseChange.RemoveFile("log2")));
        assertThat(((DatabaseChange.AddFiles) ((AlterDatabase)
                                        statement(
                                                "ALTER DATABASE d ADD FILE (NAME=a, FILENAME='/a'), (NAME=b, FILENAME='/b') TO FILEGROUP g"))
                                .change())
                        .files())
                .extracting(FileSpec::name)
                .containsExactly("a", "b");
    }

    @Test
    void an_unknown_word_after_set_has_a_state_of_its_own() {
        refusedNear("ALTER DATABASE d SET SINGLE_USERS", "SINGLE_USERS");
        assertThat(refusal("ALTER DATABASE d SET SINGLE_USERS").state()).isEqualTo(6);
        assertThat(refusal("ALTER DATABASE d SET OPTIMIZED_LOCKING = ON", 16).state())
                .isEqualTo(6);
        assertThat(statement("ALTER DATABASE d SET OPTIMIZED_LOCKING = ON", 17)).isNotNull();
        assertThat(refusal("ALTER DATABASE d SET ACCELERATED_DATABASE_RECOVERY = ON", 14)
                        .number())
                .isEqualTo(102);
    }

    @Test
    void nothing_in_it_may_be_a_variable() {
        refusedNear("ALTER DATABASE @d SET ONLINE", "@d");
        refusedNear("ALTER DATABASE d SET COMPATIBILITY_LEVEL = @l", "@l");
        refusedNear("ALTER DATABASE d SET OFFLINE WITH ROLLBACK AFTER @s", "@s");
        refusedNear("ALTER DATABASE d MODIFY NAME = @n", "@n");
        refusedNear("ALTER DATABASE d MODIFY FILE (NAME = f, FILENAME = @p)", "@p");
        refusedNear("CREATE DATABASE @d", "@d");
        refusedNear("DROP DATABASE @d", "@d");
    }

    @Test
    void near_misses_of_alter_are_refused() {
        refusedNearKeyword("ALTER DATABASE SET ONLINE", "SET");
        refusedNear("ALTER DATABASE 'd' SET ONLINE", "d");
        refusedNear("ALTER DATABASE d ONLINE", "ONLINE");
        refusedNear("ALTER DATABASE d SET", "SET");
        refusedNear("ALTER DATABASE d SET RECOVERY FULLY", "FULLY");
        refusedNear("ALTER DATABASE d SET ONLINE MULTI_USER", "MULTI_USER");
        refusedNear("ALTER DATABASE d SET AUTO_CLOSE = ON", "=");
        refusedNear("ALTER DATABASE d SET OFFLINE WITH ROLLBACK", "ROLLBACK");
        refusedNear("ALTER DATABASE d SET OFFLINE WITH ROLLBACK NOW", "NOW");
        refusedNear("ALTER DATABASE d SET OFFLINE WITH ROLLBACK IMMEDIATE AFTER 5", "AFTER");
        refusedNearWith("ALTER DATABASE d SET OFFLINE WITH NO_WAIT WITH NO_WAIT");
        refusedNear("ALTER DATABASE my-db SET ONLINE", "-");
        refusedNear("ALTER DATABASE d MODIFY NAME [e]", "e");
        refused(
                "ALTER DATABASE d MODIFY FILE (SIZE = 5MB)",
                1036,
                "File option NAME is required in this CREATE/ALTER DATABASE statement.");
        refused(
                "ALTER DATABASE d MODIFY FILE (NAME = a, name = b)",
                1039,
                "Option 'name' is specified more than once.");
    }

    @Test
    void a_database_is_created_with_all_that_belongs_to_it() {
        var created = (CreateDatabase) statement("""
                        CREATE DATABASE [d] CONTAINMENT = PARTIAL
                        ON PRIMARY (NAME = N'd', FILENAME = N'/d/d.mdf', SIZE = 8MB, MAXSIZE = UNLIMITED, FILEGROWTH = 64),
                           (NAME = d2, FILENAME = '/d/d2.ndf'), FILEGROUP archive (NAME = d3, FILENAME = '/d/d3.ndf')
                        LOG ON (NAME = l, FILENAME = '/d/l.ldf', MAXSIZE = 2 GB)
                        COLLATE Latin1_General_CI_AS WITH TRUSTWORTHY OFF, DB_CHAINING ON""");

        assertThat(created.containment()).contains(CreateDatabase.Containment.PARTIAL);
        assertThat(created.fileGroups()).extracting(FileGroup::name).containsExactly("PRIMARY", "archive");
        assertThat(created.fileGroups().get(0).files())
                .first()
                .isEqualTo(new FileSpec(
                        "d",
                        Optional.empty(),
                        Optional.of("/d/d.mdf"),
                        Optional.of(new FileSize(8, FileSize.Unit.MB)),
                        Optional.of(FileSize.UNLIMITED),
                        Optional.of(new FileSize(64, FileSize.Unit.MB)),
                        false));
        assertThat(created.log()).extracting(FileSpec::name).containsExactly("l");
        assertThat(created.collation()).contains("Latin1_General_CI_AS");
        assertThat(created.options()).hasSize(2);
    }

    @Test
    void a_database_is_attached_or_a_snapshot() {
        assertThat(((CreateDatabase) statement("CREATE DATABASE d ON (NAME=d, FILENAME='/d') FOR ATTACH")).attachment())
                .contains(CreateDatabase.Attachment.ATTACH);
        assertThat(((CreateDatabase) statement("CREATE DATABASE s ON (NAME=d, FILENAME='/s') AS SNAPSHOT OF [d]"))
                        .snapshotOf())
                .contains("d");
    }

    @Test
    void near_misses_of_create_are_refused() {
        refusedNear("CREATE DATABASE", "DATABASE");
        refusedNear("CREATE DATABASE 'd'", "d");
        refusedNear("CREATE DATABASE my-db", "-");
        refusedNear("CREATE DATABASE d ON (NAME = a, FILENAME = b)", "b");
        refusedNear("CREATE DATABASE d ON (NAME = a FILENAME = 'b')", "FILENAME");
        refusedNear("CREATE DATABASE d ON (NAME = a, FILENAME = 'b'", "b");
        refusedNear("CREATE DATABASE d ON (NAME = a, FILENAME = 'b', OFFLINE)", "OFFLINE");
        refusedNear("CREATE DATABASE d ON (NAME = a, FILENAME = 'b'), ", ",");
        refusedNear("CREATE DATABASE d ON NAME = a", "NAME");
        refusedNear("CREATE DATABASE d FOR ATTACHING", "ATTACHING");
        assertThat(refusal("CREATE DATABASE d LOG ON (NAME = a, FILENAME = 'b')")
                        .number())
                .isEqualTo(188);
    }

    @Test
    void databases_are_dropped() {
        assertThat(statement("DROP DATABASE d")).isEqualTo(new DropDatabase(false, List.of("d")));
        assertThat(statement("drop database if exists [d], \"e f\";"))
                .isEqualTo(new DropDatabase(true, List.of("d", "e f")));
        refusedNear("DROP DATABASE IF d", "d");
        refusedNear("DROP DATABASE d e", "e");
        refusedNear("DROP DATABASE d,", ",");
        refusedNear("DROP DATABASE", "DATABASE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER DATABASE SCOPED CONFIGURATION SET MAXDOP = 4",
                "ALTER DATABASE AUDIT SPECIFICATION a WITH (STATE = ON)",
                "CREATE DATABASE ENCRYPTION KEY WITH ALGORITHM = AES_256 ENCRYPTION BY SERVER CERTIFICATE c",
                "DROP DATABASE SCOPED CREDENTIAL c",
                "ALTER DATABASE d SET HADR OFF",
                "ALTER DATABASE d SET QUERY_STORE (OPERATION_MODE = READ_WRITE)",
                "ALTER DATABASE d SET QUERY_STORE = ON (MAX_STORAGE_SIZE_MB = 5)",
                "ALTER DATABASE d SET AUTO_CREATE_STATISTICS ON (INCREMENTAL = ON)",
                "ALTER DATABASE d SET ENCRYPTION SUSPEND",
                "ALTER DATABASE d ADD FILEGROUP g",
                "CREATE DATABASE d ON (NAME=a, FILENAME='b'), FILEGROUP f CONTAINS FILESTREAM (NAME=c, FILENAME='d')",
                "CREATE DATABASE d WITH LEDGER = ON"
            })
    void what_is_not_read_is_left_to_others(String text) {
        assertThat(Reading.of(text)).isEqualTo(new Recognition.NotMine());
    }
}
