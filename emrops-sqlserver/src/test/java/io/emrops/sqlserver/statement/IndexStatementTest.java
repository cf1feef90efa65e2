package io.emrops.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.sqlserver.statement.IndexStatement.Rebuild;
import io.emrops.sqlserver.statement.StatisticsStatement.Sample;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class IndexStatementTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    private static String understood(String text) {
        var recognised = new Recogniser(16).recognise(text);
        assertThat(recognised).as(text).isInstanceOf(Recognition.Recognised.class);
        assertThat(((Recognition.Recognised) recognised).statements()).hasSize(1);
        return text;
    }

    @Test
    void what_is_done_to_an_index_is_written_as_the_server_reads_it() {
        var index = IndexStatement.of("d]o", "Ward's", "IX [a]", 0);
        var partition = IndexStatement.of("dbo", "Shifts", "IX", 3);

        assertThat(understood(index.reorganize()))
                .isEqualTo("ALTER INDEX [IX [a]]] ON [d]]o].[Ward's] REORGANIZE WITH (LOB_COMPACTION = ON)");
        assertThat(understood(partition.reorganize()))
                .isEqualTo("ALTER INDEX [IX] ON [dbo].[Shifts] REORGANIZE PARTITION = 3 WITH (LOB_COMPACTION = ON)");
        assertThat(understood(partition.rebuild(new Rebuild(false, false, 1, NONE, NONE))))
                .isEqualTo("ALTER INDEX [IX] ON [dbo].[Shifts] REBUILD PARTITION = 3 WITH (ONLINE = OFF)");
        assertThat(understood(
                        partition.rebuild(new Rebuild(true, true, 1, OptionalInt.of(4), OptionalInt.of(1_000_000)))))
                .isEqualTo("ALTER INDEX [IX] ON [dbo].[Shifts] REBUILD PARTITION = 3 WITH (ONLINE = ON"
                        + " (WAIT_AT_LOW_PRIORITY (MAX_DURATION = 1 MINUTES, ABORT_AFTER_WAIT = SELF)), RESUMABLE = ON,"
                        + " MAXDOP = 4, MAX_DURATION = 10080 MINUTES)");
        assertThat(understood(index.resume(2, NONE, OptionalInt.of(60))))
                .endsWith("RESUME WITH (MAX_DURATION = 60 MINUTES,"
                        + " WAIT_AT_LOW_PRIORITY (MAX_DURATION = 2 MINUTES, ABORT_AFTER_WAIT = SELF))");
        assertThat(understood(index.abort())).endsWith(" ABORT");
    }

    @Test
    void statistics_are_made_of_what_is_asked_for_and_stay_manual() {
        assertThat(understood(StatisticsStatement.update("dbo", "Shifts", "S]", Sample.DEFAULT, false)))
                .isEqualTo("UPDATE STATISTICS [dbo].[Shifts] [S]]]");
        assertThat(understood(StatisticsStatement.update("dbo", "Shifts", "S", Sample.FULL, true)))
                .endsWith(" WITH FULLSCAN, NORECOMPUTE");
        assertThat(understood(StatisticsStatement.update("dbo", "Shifts", "S", Sample.AS_BEFORE, false)))
                .endsWith(" WITH RESAMPLE");
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rebuild(false, true, 1, NONE, NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rebuild(true, false, 1, NONE, OptionalInt.of(5)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rebuild(true, true, 0, NONE, NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rebuild(true, true, 1, OptionalInt.of(0), NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rebuild(true, true, 1, NONE, OptionalInt.of(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> IndexStatement.of("dbo", "Shifts", "IX", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> IndexStatement.of("dbo", "Shifts", "a\nb", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatisticsStatement.update("dbo", "", "S", Sample.FULL, false));
    }
}
