package io.emrops.testkit.sqlserver.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PropertiesTest {
    private final Watched watched = new Watched();

    private Optional<Object> server(String name) {
        return Properties.server(watched.viewer("master"), name).map(Variant::value);
    }

    private Optional<Object> database(String database, String name) {
        return Properties.database(watched.viewer("master"), database, name).map(Variant::value);
    }

    @Test
    void the_server_tells_what_clients_ask_first() {
        assertThat(server("ProductMajorVersion")).contains("16");
        assertThat(server("productversion")).contains("16.0.1000.0");
        assertThat(server("EngineEdition")).contains(2);
        assertThat(server("EditionID")).contains(-1534726760L);
        assertThat(server("Edition")).contains("Standard Edition (64-bit)");
        assertThat(server("IsHadrEnabled")).contains(0);
        assertThat(server("InstanceDefaultDataPath")).contains("C:\\Data\\");
        assertThat(server("InstanceDefaultLogPath")).contains("C:\\Data\\");
        assertThat(server("ServerName")).contains("SQL01\\CLINIC");
        assertThat(server("MachineName")).contains("SQL01");
        assertThat(server("InstanceName")).contains("CLINIC");
        assertThat(server("NoSuchThing")).isEmpty();
        assertThat(Properties.server(watched.viewer("master"), "EditionID"))
                .map(Variant::type)
                .contains(SqlType.BIGINT);
    }

    @Test
    void an_older_server_does_not_know_newer_properties() {
        var old = new Watched(13);

        assertThat(Properties.server(old.viewer("master"), "InstanceDefaultBackupPath"))
                .isEmpty();
        assertThat(Properties.server(old.viewer("master"), "PathSeparator")).isEmpty();
        assertThat(server("InstanceDefaultBackupPath")).isPresent();
    }

    @Test
    void a_database_tells_how_it_is() {
        watched.run("CREATE DATABASE EMRNext");
        watched.run("ALTER DATABASE EMRNext SET RECOVERY SIMPLE, READ_ONLY, AUTO_SHRINK ON");

        assertThat(database("emrnext", "Status")).contains("ONLINE");
        assertThat(database("EMRNext", "Updateability")).contains("READ_ONLY");
        assertThat(database("EMRNext", "Recovery")).contains("SIMPLE");
        assertThat(database("EMRNext", "UserAccess")).contains("MULTI_USER");
        assertThat(database("EMRNext", "IsAutoShrink")).contains(1);
        assertThat(database("EMRNext", "LastGoodCheckDbTime")).contains(LocalDateTime.of(1900, 1, 1, 0, 0));
        assertThat(database("Nowhere", "Status")).isEmpty();
        assertThat(database("EMRNext", "NoSuchThing")).isEmpty();

        watched.run("ALTER DATABASE EMRNext SET OFFLINE");

        assertThat(database("EMRNext", "Status")).contains("OFFLINE");
        assertThat(database("EMRNext", "Version")).isEmpty();
        assertThat(database("EMRNext", "Collation")).isEmpty();
    }

    @Test
    void a_file_tells_how_much_of_it_is_used() {
        watched.run("CREATE DATABASE EMRNext");
        var there = watched.viewer("EMRNext");

        assertThat(Properties.file(there, "emrnext", "SpaceUsed")).contains(1024);
        assertThat(Properties.file(there, "EMRNext_log", "SpaceUsed"))
                .hasValueSatisfying(pages -> assertThat(pages).isBetween(1, 255));
        assertThat(Properties.file(there, "EMRNext_log", "IsLogFile")).contains(1);
        assertThat(Properties.file(there, "nothing", "SpaceUsed")).isEmpty();
        assertThat(Properties.file(there, "EMRNext", "NoSuchThing")).isEmpty();
    }

    @Test
    void a_good_check_is_remembered_in_local_time() {
        watched.run("CREATE DATABASE EMRNext");
        watched.run("DBCC CHECKDB (EMRNext)");

        assertThat(database("EMRNext", "LastGoodCheckDbTime")).contains(LocalDateTime.parse("2026-02-28T21:00:02"));
    }

    @Test
    void databases_have_names_and_numbers() {
        watched.run("CREATE DATABASE EMRNext");

        assertThat(Properties.databaseId(watched.viewer("master"), "EMRNEXT")).contains(5);
        assertThat(Properties.databaseId(watched.viewer("master"), "tempdb")).contains(2);
        assertThat(Properties.databaseId(watched.viewer("master"), "Nowhere")).isEmpty();
        assertThat(Properties.databaseName(watched.viewer("master"), 5)).contains("EMRNext");
        assertThat(Properties.databaseName(watched.viewer("master"), 99)).isEmpty();
    }
}
