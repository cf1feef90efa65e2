package io.emrops.testkit.sqlserver.statement;

import static io.emrops.testkit.sqlserver.statement.Reading.refusal;
import static io.emrops.testkit.sqlserver.statement.Reading.refused;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNear;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNearKeyword;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNearWith;
import static io.emrops.testkit.sqlserver.statement.Reading.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.statement.IndexAction.Partition;
import io.emrops.testkit.sqlserver.statement.IndexAction.Rebuild;
import io.emrops.testkit.sqlserver.statement.IndexAction.Reorganize;
import io.emrops.testkit.sqlserver.statement.IndexOption.DataCompression;
import io.emrops.testkit.sqlserver.statement.IndexOption.LowPriority;
import io.emrops.testkit.sqlserver.statement.IndexOption.Online;
import io.emrops.testkit.sqlserver.statement.IndexOption.Switch;
import io.emrops.testkit.sqlserver.statement.IndexOption.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class IndexTest {
    private static final ObjectName BEDS = new ObjectName("", "dbo", "Beds");

    private static AlterIndex altered(IndexAction action) {
        return new AlterIndex(Optional.of("ix"), BEDS, action);
    }

    @Test
    void an_index_is_rebuilt() {
        assertThat(statement("ALTER INDEX ALL ON dbo.Beds REBUILD"))
                .isEqualTo(new AlterIndex(Optional.empty(), BEDS, new Rebuild(Optional.empty(), List.of())));
        assertThat(
                        statement(
                                "alter index [ix] on dbo.Beds rebuild partition = all with (fillfactor = 80, sort_in_tempdb = on, online = on (wait_at_low_priority (max_duration = 5 minutes, abort_after_wait = self)), maxdop = 2, data_compression = page on partitions (1, 2 to 4), resumable = off, max_duration = 30)"))
                .isEqualTo(altered(new Rebuild(
                        Optional.of(new Partition(OptionalInt.empty())),
                        List.of(
                                new Value(Value.Kind.FILLFACTOR, 80),
                                new Switch(Switch.Kind.SORT_IN_TEMPDB, true),
                                new Online(true, Optional.of(new LowPriority(5, LowPriority.Then.SELF))),
                                new Value(Value.Kind.MAXDOP, 2),
                                new DataCompression(
                                        DataCompression.Kind.PAGE, List.of(new Range(1, 1), new Range(2, 4))),
                                new Switch(Switch.Kind.RESUMABLE, false),
                                new Value(Value.Kind.MAX_DURATION, 30)))));
    }

    @Test
    void an_index_is_reorganized_set_or_stopped() {
        assertThat(statement("ALTER INDEX ix ON dbo.Beds REORGANIZE PARTITION = 3 WITH (LOB_COMPACTION = OFF)"))
                .isEqualTo(altered(new Reorganize(
                        Optional.of(new Partition(OptionalInt.of(3))),
                        List.of(new Switch(Switch.Kind.LOB_COMPACTION, false)))));
        assertThat(statement("ALTER INDEX ix ON dbo.Beds SET (ALLOW_PAGE_LOCKS = ON)"))
                .isEqualTo(altered(new IndexAction.Change(List.of(new Switch(Switch.Kind.ALLOW_PAGE_LOCKS, true)))));
        assertThat(statement("ALTER INDEX ix ON dbo.Beds DISABLE")).isEqualTo(altered(new IndexAction.Disable()));
        assertThat(statement("ALTER INDEX ix ON dbo.Beds PAUSE")).isEqualTo(altered(new IndexAction.Pause()));
        assertThat(statement("ALTER INDEX ix ON dbo.Beds ABORT")).isEqualTo(altered(new IndexAction.Abort()));
        assertThat(
                        statement(
                                "ALTER INDEX ix ON dbo.Beds RESUME WITH (MAXDOP = 1, WAIT_AT_LOW_PRIORITY (MAX_DURATION = 1, ABORT_AFTER_WAIT = NONE))"))
                .isEqualTo(altered(new IndexAction.Resume(List.of(
                        new Value(Value.Kind.MAXDOP, 1),
                        new IndexOption.Waiting(new LowPriority(1, LowPriority.Then.NONE))))));
    }

    @Test
    void an_option_is_refused_by_the_name_of_its_statement() {
        refused("ALTER INDEX ix ON t REBUILD WITH (nope = ON)", 155, "'nope' is not a recognized ALTER INDEX option.");
        refused("ALTER INDEX ix ON t SET (nope = ON)", 155, "'nope' is not a recognized ALTER INDEX option.");
        refused(
                "ALTER INDEX ix ON t REBUILD WITH (drop_existing = ON)",
                155,
                "'drop_existing' is not a recognized ALTER INDEX REBUILD option.");
        refused(
                "ALTER INDEX ix ON t REBUILD PARTITION = 1 WITH (fillfactor = 80)",
                155,
                "'fillfactor' is not a recognized ALTER INDEX REBUILD PARTITION option.");
        refused("ALTER INDEX ix ON t SET (online = ON)", 155, "'online' is not a recognized ALTER INDEX SET option.");
        refused(
                "ALTER INDEX ix ON t REORGANIZE WITH (nope = ON)",
                155,
                "'nope' is not a recognized ALTER INDEX REORGANIZE option.");
        refused(
                "ALTER INDEX ix ON t REORGANIZE WITH (online = ON)",
                155,
                "'online' is not a recognized ALTER INDEX REORGANIZE option.");
    }

    @Test
    void values_out_of_range_are_refused() {
        refused(
                "ALTER INDEX ix ON t REBUILD WITH (FILLFACTOR = 101)",
                129,
                "Fillfactor 101 is not a valid percentage; fillfactor must be between 1 and 100.");
        refused(
                "ALTER INDEX ix ON t REORGANIZE WITH (lob_compaction = 1)",
                153,
                "Invalid usage of the option lob_compaction in the ALTER INDEX REORGANIZE statement.");
    }

    @Test
    void what_is_newer_than_the_server_is_refused() {
        assertThat(refusal("ALTER INDEX ix ON t RESUME", 13).text()).isEqualTo("Incorrect syntax near 'RESUME'.");
        assertThat(refusal("ALTER INDEX ix ON t REBUILD WITH (RESUMABLE = ON)", 13)
                        .text())
                .isEqualTo("'RESUMABLE' is not a recognized ALTER INDEX option.");
        assertThat(statement("ALTER INDEX ix ON t REBUILD WITH (RESUMABLE = ON, ONLINE = ON)", 14))
                .isNotNull();
    }

    @Test
    void near_misses_are_refused() {
        refusedNear("ALTER INDEX ix dbo.Beds REBUILD", "dbo");
        refusedNearKeyword("ALTER INDEX ON t REBUILD", "ON");
        refusedNear("ALTER INDEX @ix ON t REBUILD", "@ix");
        refusedNear("ALTER INDEX ix ON @t REBUILD", "@t");
        refusedNear("ALTER INDEX ix ON t REBUILT", "REBUILT");
        refusedNear("ALTER INDEX ix ON t", "t");
        refusedNearKeyword("ALTER INDEX ix ON t REBUILD WITH FILLFACTOR = 80", "FILLFACTOR");
        refusedNear("ALTER INDEX ix ON t REORGANIZE WITH ()", ")");
        refusedNear("ALTER INDEX ix ON t REBUILD WITH (MAXDOP = 2", "2");
        refusedNear("ALTER INDEX ix ON t REBUILD WITH (MAXDOP = 2 ONLINE = ON)", "ONLINE");
        refusedNear("ALTER INDEX ix ON t REBUILD (ONLINE = ON)", "(");
        refusedNear("ALTER INDEX ix ON t DISABLE now", "now");
        refusedNearWith("ALTER INDEX ix ON t DISABLE WITH (ONLINE = ON)");
    }
}
