package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Sequence;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.catalog.View;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tables of one database, and how many rows they have. */
record Ward(String database, Catalog catalog) implements Tables {
    static final int PATIENTS = 1001;
    static final int STAYS = 1010;
    static final int NUMBERS = 1030;
    private static final Instant THEN = Instant.parse("2026-01-15T12:00:00Z");

    static Ward of(String database) {
        return new Ward(
                database,
                Catalog.empty()
                        .withSchema("ward")
                        .with(patients())
                        .with(stays())
                        .with(view())
                        .with(new Sequence(
                                NUMBERS, "dbo", "Numbers", SqlType.BIGINT, 100, 5, 0, Long.MAX_VALUE, false, THEN)));
    }

    private static TableColumn plain(int id, String name, String type, boolean nullable) {
        return TableColumn.of(id, name, SqlType.parse(type), nullable);
    }

    private static Table patients() {
        var id = new TableColumn(
                1,
                "Id",
                SqlType.INT,
                false,
                Optional.of(new TableColumn.Identity(10, 2)),
                Optional.empty(),
                Optional.empty());
        var admitted = new TableColumn(
                4,
                "Admitted",
                SqlType.datetime2(3),
                false,
                Optional.empty(),
                Optional.of(new TableColumn.Default(1003, "DF_Admitted", false, "(sysdatetime())")),
                Optional.empty());
        var initial = new TableColumn(
                5,
                "Initial",
                SqlType.nvarchar(1),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new TableColumn.Computed("(left([Name],(1)))", true)));
        var primary = new Index(
                1,
                "PK_Patients",
                true,
                true,
                Optional.of(new Index.Key(1002, true, false)),
                List.of(new Index.Member("Id", false, false)),
                Optional.empty());
        var byName = new Index(
                2,
                "IX_Name",
                false,
                false,
                Optional.empty(),
                List.of(new Index.Member("Name", true, false), new Index.Member("Weight", false, true)),
                Optional.of("([Name] IS NOT NULL)"));
        return new Table(
                PATIENTS,
                "dbo",
                "Patients",
                List.of(
                        id,
                        plain(2, "Name", "nvarchar(50)", true),
                        plain(3, "Weight", "decimal(5,2)", true),
                        admitted,
                        initial),
                List.of(primary, byName),
                List.of(),
                List.of(new Table.Check(1004, "CK_Weight", false, "([Weight]>(0))")),
                THEN,
                THEN);
    }

    /** Without a clustered index. */
    private static Table stays() {
        var key = new Table.ForeignKey(
                1011,
                "FK_Patient",
                false,
                List.of("Patient"),
                "dbo",
                "Patients",
                List.of("Id"),
                "CASCADE",
                "NO_ACTION");
        return new Table(
                STAYS,
                "ward",
                "Stays",
                List.of(
                        plain(1, "Patient", "int", false),
                        plain(3, "Note", "varchar(max)", true),
                        plain(4, "V", "rowversion", false)),
                List.of(),
                List.of(key),
                List.of(),
                THEN,
                THEN);
    }

    private static View view() {
        return new View(
                1020,
                "ward",
                "Names",
                List.of(plain(1, "Name", "nvarchar(50)", true)),
                "CREATE VIEW ward.Names AS SELECT Name FROM dbo.Patients",
                THEN,
                THEN);
    }

    @Override
    public Catalog catalog(String of) {
        return of.equalsIgnoreCase(database) ? catalog : Catalog.empty();
    }

    @Override
    public long rows(String of, int objectId) {
        return of.equalsIgnoreCase(database) && objectId == PATIENTS ? 1_000_000 : 0;
    }

    @Override
    public Optional<Long> lastValue(String of, int objectId) {
        return objectId == PATIENTS ? Optional.of(28L) : Optional.empty();
    }
}
