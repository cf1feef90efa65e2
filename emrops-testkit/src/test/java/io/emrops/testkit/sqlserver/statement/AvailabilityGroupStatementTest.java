package io.emrops.testkit.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvailabilityGroupStatementTest {
    private static GroupAction action(String action) {
        var recognition = new Recogniser(16).recognise("ALTER AVAILABILITY GROUP [a g] " + action + ";");
        var statements = ((Recognition.Recognised) recognition).statements();
        assertThat(statements).hasSize(1);
        var alter = (AlterAvailabilityGroup) statements.get(0);
        assertThat(alter.group()).isEqualTo("a g");
        return alter.action();
    }

    @Test
    void what_is_done_to_a_group_is_read() {
        assertThat(action("FAILOVER")).isEqualTo(GroupAction.Verb.FAILOVER);
        assertThat(action("force_failover_allow_data_loss")).isEqualTo(GroupAction.Verb.FORCE_FAILOVER_ALLOW_DATA_LOSS);
        assertThat(action("OFFLINE")).isEqualTo(GroupAction.Verb.OFFLINE);
        assertThat(action("SET (ROLE = SECONDARY)")).isEqualTo(new GroupAction.Demotion());
        assertThat(action("SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 1)"))
                .isEqualTo(new GroupAction.RequiredSecondaries(1));
        assertThat(action("MODIFY REPLICA ON N'B' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)"))
                .isEqualTo(new GroupAction.ReplicaMode("B", GroupAction.Mode.SYNCHRONOUS_COMMIT));
        assertThat(action("MODIFY REPLICA ON N'B' WITH (SECONDARY_ROLE (ALLOW_CONNECTIONS = READ_ONLY))"))
                .isEqualTo(new GroupAction.SecondaryRole("B", GroupAction.Connections.READ_ONLY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER AVAILABILITY GROUP g JOIN",
                "ALTER AVAILABILITY GROUP g SET (DB_FAILOVER = ON)",
                "ALTER AVAILABILITY GROUP g MODIFY REPLICA ON 'B' WITH (FAILOVER_MODE = MANUAL)",
                "ALTER AVAILABILITY GROUP g MODIFY REPLICA ON 'B' WITH (PRIMARY_ROLE (ALLOW_CONNECTIONS = ALL))",
                "ALTER AVAILABILITY GROUP g MODIFY REPLICA ON 'B' WITH (SECONDARY_ROLE (READ_ONLY_ROUTING_URL = 'TCP://b:1433'))",
            })
    void what_a_test_does_in_java_is_left_to_others(String text) {
        assertThat(new Recogniser(16).recognise(text)).isEqualTo(new Recognition.NotMine());
    }

    @Test
    void data_movement_is_suspended_and_resumed() {
        assertThat(new Recogniser(13).recognise("ALTER DATABASE d SET HADR SUSPEND"))
                .isEqualTo(new Recognition.Recognised(
                        List.of(new AlterDatabase(
                                Optional.of("d"),
                                new DatabaseChange.Settings(
                                        List.of(DatabaseSetting.Hadr.SUSPEND), new Termination.Wait()))),
                        ""));
    }

    @Test
    void an_old_server_does_not_know_how_many_replicas_a_commit_waits_for() {
        var text = "ALTER AVAILABILITY GROUP g SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 1)";

        assertThat(new Recogniser(13).recognise(text)).isEqualTo(new Recognition.NotMine());
    }
}
