package io.emrops.testkit.sqlserver.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableViewsTest {
    private final Watched watched = new Watched();

    @BeforeEach
    void create() {
        watched.run("CREATE DATABASE EMRNext");
        watched.tables = Ward.of("EMRNext");
    }

    private List<Map<String, @Nullable Object>> rows(String name) {
        return watched.rows("EMRNext", "sys", name);
    }

    private List<Map<String, @Nullable Object>> standard(String name) {
        return watched.rows("EMRNext", "INFORMATION_SCHEMA", name);
    }

    private static String unpadded(Map<String, @Nullable Object> row, String column) {
        return String.valueOf(row.get(column)).strip();
    }

    @Test
    void objects_are_tables_their_constraints_views_and_sequences() {
        assertThat(rows("objects"))
                .extracting(row -> row.get("name"), row -> unpadded(row, "type"), row -> row.get("parent_object_id"))
                .containsExactlyInAnyOrder(
                        tuple("Patients", "U", 0),
                        tuple("PK_Patients", "PK", Ward.PATIENTS),
                        tuple("CK_Weight", "C", Ward.PATIENTS),
                        tuple("DF_Admitted", "D", Ward.PATIENTS),
                        tuple("Stays", "U", 0),
                        tuple("FK_Patient", "F", Ward.STAYS),
                        tuple("Names", "V", 0),
                        tuple("Numbers", "SO", 0));
        assertThat(watched.rows("master", "sys", "objects")).isEmpty();
        assertThat(Watched.only(rows("tables"), "name", "Stays"))
                .containsEntry("max_column_id_used", 4)
                .containsEntry("create_date", LocalDateTime.parse("2026-01-15T07:00:00"));
    }

    @Test
    void schemas_have_numbers_by_which_objects_name_them() {
        var ward = Watched.only(rows("schemas"), "name", "ward").get("schema_id");

        assertThat(Watched.only(rows("tables"), "name", "Stays")).containsEntry("schema_id", ward);
        assertThat(Watched.only(rows("schemas"), "name", "dbo")).containsEntry("schema_id", 1);
        assertThat(Properties.schemaId(watched.viewer("EMRNext"), "WARD")).hasValue((int) ward);
        assertThat(Properties.schemaName(watched.viewer("EMRNext"), (int) ward)).contains("ward");
        assertThat(Properties.schemaId(watched.viewer("master"), "ward")).isEmpty();
        assertThat(standard("SCHEMATA"))
                .extracting(row -> row.get("SCHEMA_NAME"), row -> row.get("SCHEMA_OWNER"))
                .contains(tuple("ward", "dbo"), tuple("guest", "guest"), tuple("db_owner", "db_owner"));
    }

    @Test
    void columns_tell_their_types_and_what_fills_them() {
        var columns = rows("columns").stream()
                .filter(row -> row.get("object_id").equals(Ward.PATIENTS))
                .toList();

        assertThat(columns)
                .extracting(
                        row -> row.get("name"),
                        row -> row.get("system_type_id"),
                        row -> row.get("max_length"),
                        row -> row.get("precision"),
                        row -> row.get("scale"))
                .containsExactly(
                        tuple("Id", 56, 4, 10, 0),
                        tuple("Name", 231, 100, 0, 0),
                        tuple("Weight", 106, 5, 5, 2),
                        tuple("Admitted", 42, 7, 23, 3),
                        tuple("Initial", 231, 2, 0, 0));
        assertThat(Watched.only(columns, "name", "Id")).containsEntry("is_identity", true);
        assertThat(Watched.only(columns, "name", "Admitted")).containsEntry("default_object_id", 1003);
        assertThat(rows("identity_columns"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("seed_value", new Variant(SqlType.INT, 10))
                        .containsEntry("last_value", new Variant(SqlType.INT, 28)));
        assertThat(rows("computed_columns"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("name", "Initial").containsEntry("is_persisted", true));
        assertThat(rows("sequences"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("current_value", new Variant(SqlType.BIGINT, 100L))
                        .containsEntry("last_used_value", null));
    }

    @ParameterizedTest
    @CsvSource({
        "varchar(10), varchar, 10",
        "nchar(7), nchar, 14",
        "varbinary(max), varbinary, -1",
        "nvarchar(max), nvarchar, -1",
        "'numeric(38,4)', numeric, 17",
        "'decimal(19,4)', decimal, 9",
        "time(2), time, 3",
        "time(7), time, 5",
        "datetimeoffset(3), datetimeoffset, 9",
        "rowversion, timestamp, 8",
        "float(24), real, 4",
        "uniqueidentifier, uniqueidentifier, 16",
    })
    void a_type_is_told_by_name_and_bytes(String type, String name, int bytes) {
        var shape = TypeShape.of(SqlType.parse(type));

        assertThat(shape.name()).isEqualTo(name);
        assertThat(shape.maxLength()).isEqualTo(bytes);
        assertThat(Watched.only(rows("types"), "name", name)).containsEntry("system_type_id", shape.systemId());
    }

    @Test
    void indexes_tell_what_they_order_and_a_table_without_any_is_a_heap() {
        assertThat(rows("indexes"))
                .extracting(
                        row -> row.get("object_id"),
                        row -> row.get("index_id"),
                        row -> row.get("type_desc"),
                        row -> row.get("name"))
                .containsExactly(
                        tuple(Ward.PATIENTS, 1, "CLUSTERED", "PK_Patients"),
                        tuple(Ward.PATIENTS, 2, "NONCLUSTERED", "IX_Name"),
                        tuple(Ward.STAYS, 0, "HEAP", null));
        assertThat(rows("index_columns"))
                .extracting(
                        row -> row.get("index_id"),
                        row -> row.get("column_id"),
                        row -> row.get("key_ordinal"),
                        row -> row.get("is_descending_key"),
                        row -> row.get("is_included_column"))
                .containsExactly(
                        tuple(1, 1, 1, false, false), tuple(2, 2, 1, true, false), tuple(2, 3, 0, false, true));
        assertThat(Watched.only(rows("indexes"), "name", "IX_Name"))
                .containsEntry("has_filter", true)
                .containsEntry("filter_definition", "([Name] IS NOT NULL)");
    }

    @Test
    void rows_are_counted_and_pages_estimated() {
        assertThat(rows("partitions"))
                .extracting(row -> row.get("object_id"), row -> row.get("index_id"), row -> row.get("rows"))
                .containsExactly(
                        tuple(Ward.PATIENTS, 1, 1_000_000L),
                        tuple(Ward.PATIENTS, 2, 1_000_000L),
                        tuple(Ward.STAYS, 0, 0L));
        var all = watched.call("dm_db_index_physical_stats", 5, null, null, null, "LIMITED");
        assertThat(all).hasSize(3);
        assertThat(watched.call("dm_db_index_physical_stats", 0, 0, -1, 0, null))
                .isEqualTo(all);
        assertThat(watched.call("dm_db_index_physical_stats", 5, 0, 0, 0, null)).hasSize(1);
        var clustered = Watched.only(
                watched.call("dm_db_index_physical_stats", 5, Ward.PATIENTS, 1, null, "DETAILED"), "index_id", 1);
        assertThat((long) clustered.get("page_count")).isBetween(5_000L, 20_000L);
        assertThat(clustered)
                .containsEntry("record_count", 1_000_000L)
                .containsEntry("index_type_desc", "CLUSTERED INDEX");
        assertThat(all.get(0))
                .containsEntry("record_count", null)
                .containsEntry("page_count", clustered.get("page_count"));
        assertThat(watched.call("dm_db_index_physical_stats", 1, null, null, null, null))
                .isEmpty();
    }

    @Test
    void what_was_done_for_an_index_is_told() {
        var upkeep = watched.instance.database("EMRNext").orElseThrow().upkeep();
        upkeep.fragment("dbo", "Patients", "IX_Name", 42.5);
        upkeep.fragment("ward", "Stays", "", 10);

        var all = watched.call("dm_db_index_physical_stats", 5, null, null, null, null);
        assertThat(all)
                .extracting(row -> row.get("index_id"), row -> row.get("avg_fragmentation_in_percent"))
                .containsExactly(tuple(1, 0.0), tuple(2, 42.5), tuple(0, 10.0));
        assertThat(rows("indexes")).extracting(row -> row.get("is_disabled")).containsOnly(false);
        assertThat(rows("index_resumable_operations")).isEmpty();
    }

    @Test
    void statistics_tell_how_old_they_are() {
        var statistics = watched.views.function("sys", "dm_db_stats_properties").orElseThrow();
        var there = watched.viewer("EMRNext");

        assertThat(rows("stats")).extracting(row -> row.get("name")).containsExactly("PK_Patients", "IX_Name");
        assertThat(statistics.rows(there, List.of(Ward.PATIENTS, 2)))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).contains(LocalDateTime.parse("2026-01-15T07:00:00"), 1_000_000L, 200));
        assertThat(statistics.rows(there, List.of(Ward.STAYS, 0))).isEmpty();
        assertThat(statistics.rows(there, List.of(Ward.PATIENTS, 7))).isEmpty();
    }

    @Test
    void foreign_keys_tell_from_where_to_where() {
        assertThat(rows("foreign_keys"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("referenced_object_id", Ward.PATIENTS)
                        .containsEntry("key_index_id", 1)
                        .containsEntry("delete_referential_action", 1)
                        .containsEntry("delete_referential_action_desc", "CASCADE"));
        assertThat(rows("foreign_key_columns"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("parent_column_id", 1).containsEntry("referenced_column_id", 1));
        assertThat(standard("REFERENTIAL_CONSTRAINTS"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("UNIQUE_CONSTRAINT_NAME", "PK_Patients")
                        .containsEntry("DELETE_RULE", "CASCADE")
                        .containsEntry("UPDATE_RULE", "NO ACTION"));
    }

    @Test
    void the_information_schema_tells_the_same_in_its_own_words() {
        assertThat(standard("TABLES"))
                .extracting(row -> row.get("TABLE_SCHEMA"), row -> row.get("TABLE_NAME"), row -> row.get("TABLE_TYPE"))
                .containsExactly(
                        tuple("dbo", "Patients", "BASE TABLE"),
                        tuple("ward", "Stays", "BASE TABLE"),
                        tuple("ward", "Names", "VIEW"));
        assertThat(standard("TABLE_CONSTRAINTS"))
                .extracting(row -> row.get("CONSTRAINT_NAME"), row -> row.get("CONSTRAINT_TYPE"))
                .containsExactly(
                        tuple("PK_Patients", "PRIMARY KEY"),
                        tuple("CK_Weight", "CHECK"),
                        tuple("FK_Patient", "FOREIGN KEY"));
        assertThat(standard("KEY_COLUMN_USAGE"))
                .extracting(row -> row.get("CONSTRAINT_NAME"), row -> row.get("COLUMN_NAME"))
                .containsExactly(tuple("PK_Patients", "Id"), tuple("FK_Patient", "Patient"));
        var columns = standard("COLUMNS");
        assertThat(Watched.only(columns, "COLUMN_NAME", "Weight"))
                .containsEntry("DATA_TYPE", "decimal")
                .containsEntry("NUMERIC_PRECISION", 5)
                .containsEntry("NUMERIC_SCALE", 2)
                .containsEntry("CHARACTER_MAXIMUM_LENGTH", null);
        assertThat(Watched.only(columns, "COLUMN_NAME", "Note"))
                .containsEntry("ORDINAL_POSITION", 2)
                .containsEntry("CHARACTER_MAXIMUM_LENGTH", -1)
                .containsEntry("CHARACTER_SET_NAME", "iso_1");
        assertThat(Watched.only(columns, "COLUMN_NAME", "Admitted"))
                .containsEntry("DATETIME_PRECISION", 3)
                .containsEntry("NUMERIC_PRECISION", null)
                .containsEntry("COLUMN_DEFAULT", "(sysdatetime())")
                .containsEntry("IS_NULLABLE", "NO");
        assertThat(columns.stream().filter(row -> row.get("COLUMN_NAME").equals("Name")))
                .extracting(row -> row.get("CHARACTER_MAXIMUM_LENGTH"), row -> row.get("CHARACTER_OCTET_LENGTH"))
                .containsExactly(tuple(50, 100), tuple(50, 100));
        assertThat(standard("VIEWS"))
                .singleElement()
                .satisfies(
                        row -> assertThat((String) row.get("VIEW_DEFINITION")).startsWith("CREATE VIEW"));
    }

    @Test
    void what_is_not_played_is_there_and_empty() {
        for (var name : List.of(
                "triggers",
                "trigger_events",
                "security_policies",
                "security_predicates",
                "assemblies",
                "xml_schema_collections",
                "partition_schemes",
                "partition_functions",
                "service_queues",
                "synonyms",
                "procedures",
                "extended_properties",
                "dm_db_index_usage_stats")) {
            assertThat(rows(name)).as(name).isEmpty();
        }
    }
}
