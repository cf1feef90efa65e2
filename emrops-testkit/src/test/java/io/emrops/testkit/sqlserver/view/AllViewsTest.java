package io.emrops.testkit.sqlserver.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.type.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of every view in every version: that its rows are of its columns. */
class AllViewsTest {
    private static final List<String> DATABASES = List.of("master", "EMRNext", "Restoring", "Offline", "nowhere");

    static IntStream versions() {
        return IntStream.rangeClosed(13, 17);
    }

    static Stream<String> views() {
        return versions()
                .boxed()
                .flatMap(version -> SystemViews.of(version).views().stream().map(view -> version + " " + view));
    }

    static Stream<String> functions() {
        return versions()
                .boxed()
                .flatMap(version ->
                        SystemViews.of(version).functions().stream().map(function -> version + " " + function));
    }

    /** With a bit of everything. */
    private static Watched busy(int version) {
        var watched = new Watched(version);
        watched.instance.certificate("BackupCert");
        watched.tables = Ward.of("EMRNext");
        watched.run("CREATE DATABASE EMRNext");
        watched.run("CREATE DATABASE Restoring");
        watched.run("CREATE DATABASE Offline");
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'a.bak', DISK = 'E:\\b.bak' WITH CHECKSUM, NAME = 'n'"
                + ", ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = BackupCert)");
        watched.commit("EMRNext", "marked");
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'd.bak' WITH DIFFERENTIAL, COMPRESSION");
        watched.run("BACKUP LOG EMRNext TO DISK = 'l.trn'");
        watched.commit("EMRNext", "");
        watched.run("BACKUP DATABASE Restoring TO DISK = 'r.bak'");
        watched.run("RESTORE DATABASE Restoring FROM DISK = 'r.bak' WITH NORECOVERY, REPLACE");
        watched.run("ALTER DATABASE Offline SET OFFLINE");
        watched.logIn(60, "nurse", "EMRNext");
        watched.instance.sessions().began(60);
        watched.instance.sessions().asked(60, "SELECT 1");
        watched.pass(Duration.ofMillis(1500));
        watched.logIn(61, "sa", "EMRNext");
        watched.instance.sessions().ended(61, 1, "SERIALIZABLE");
        watched.logIn(62, "gone", "nowhere");
        return watched;
    }

    @ParameterizedTest
    @MethodSource("views")
    void rows_of_a_view_are_of_its_columns(String versionAndView) {
        var words = versionAndView.split(" ", 2);
        var watched = busy(Integer.parseInt(words[0]));
        var view = watched.views.views().stream()
                .filter(candidate -> candidate.toString().equals(words[1]))
                .findFirst()
                .orElseThrow();

        for (var database : view.database().isEmpty() ? DATABASES : List.of(view.database())) {
            assertFit(view.columns(), view.rows(watched.viewer(database)));
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void rows_of_a_function_are_of_its_columns(String versionAndFunction) {
        var words = versionAndFunction.split(" ", 2);
        var watched = busy(Integer.parseInt(words[0]));
        var function = watched.views.functions().stream()
                .filter(candidate -> candidate.toString().equals(words[1]))
                .findFirst()
                .orElseThrow();
        var nothing =
                Collections.<@Nullable Object>nCopies(function.parameters().size(), null);

        for (var database : DATABASES) {
            assertFit(function.columns(), function.rows(watched.viewer(database), nothing));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> function.rows(watched.viewer("master"), withAnother(nothing)));
    }

    private static List<@Nullable Object> withAnother(List<@Nullable Object> arguments) {
        var more = new ArrayList<>(arguments);
        more.add(null);
        return more;
    }

    private static void assertFit(List<Column> columns, List<List<@Nullable Object>> rows) {
        for (var row : rows) {
            assertThat(row).hasSameSizeAs(columns);
            for (var i = 0; i < row.size(); i++) {
                var column = columns.get(i);
                var value = row.get(i);
                if (value == null) {
                    assertThat(column.nullable()).as(column.name()).isTrue();
                } else {
                    assertThat(column.type().require(value)).as(column.name()).isEqualTo(value);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17})
    void no_view_has_two_columns_of_one_name(int version) {
        for (var view : SystemViews.of(version).views()) {
            assertThat(view.columns())
                    .as(view.toString())
                    .isNotEmpty()
                    .extracting(Column::name)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_version_has_what_the_one_before_had_and_a_bit_more() {
        for (var version = 14; version <= 17; version++) {
            var before = SystemViews.of(version - 1);
            var now = SystemViews.of(version);
            for (var old : before.views()) {
                var view = now.view(old.database().isEmpty() ? "master" : old.database(), old.schema(), old.name());
                assertThat(view).as(old.toString()).isPresent();
                assertThat(view.orElseThrow().columns()).containsSubsequence(old.columns());
            }
        }
        assertThat(SystemViews.of(13).function("sys", "dm_db_log_stats")).isEmpty();
        assertThat(SystemViews.of(14).function("sys", "dm_db_log_stats")).isPresent();
        assertThat(columnsOf(15, "msdb", "dbo", "backupset")).hasSize(63).doesNotContain("compression_algorithm");
        assertThat(columnsOf(16, "msdb", "dbo", "backupset")).hasSize(65).contains("last_valid_restore_time");
        assertThat(columnsOf(13, "master", "sys", "databases")).doesNotContain("physical_database_name");
    }

    private static List<String> columnsOf(int version, String database, String schema, String name) {
        return SystemViews.of(version).view(database, schema, name).orElseThrow().columns().stream()
                .map(Column::name)
                .toList();
    }

    @Test
    void a_view_is_found_in_whichever_case_where_it_is() {
        var views = SystemViews.of(16);

        assertThat(views.view("EMRNext", "SYS", "Databases")).isPresent();
        assertThat(views.view("msdb", "dbo", "BackupSet")).isPresent();
        assertThat(views.view("EMRNext", "dbo", "backupset")).isEmpty();
        assertThat(views.view("master", "dbo", "databases")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> SystemViews.of(12));
    }
}
