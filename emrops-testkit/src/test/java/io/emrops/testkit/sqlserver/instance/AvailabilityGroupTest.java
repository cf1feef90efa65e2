package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvailabilityGroupTest {
    private static final String FAILOVER = "ALTER AVAILABILITY GROUP ag1 FAILOVER";
    private static final String FORCE = "ALTER AVAILABILITY GROUP ag1 FORCE_FAILOVER_ALLOW_DATA_LOSS";
    private static final String OFFLINE = "ALTER AVAILABILITY GROUP ag1 OFFLINE";
    private static final String DEMOTE = "ALTER AVAILABILITY GROUP ag1 SET (ROLE = SECONDARY)";
    private static final String SUSPEND = "ALTER DATABASE EMRNext SET HADR SUSPEND";
    private static final String RESUME = "ALTER DATABASE EMRNext SET HADR RESUME";

    private final Replicated all = new Replicated();

    @Test
    void what_the_primary_commits_is_on_all_others() throws Exception {
        all.commit(all.a);
        all.group(ClusterType.WSFC);
        all.commit(all.a);

        assertThat(all.content(all.b)).isEqualTo(all.content(all.c)).containsExactly(1, 2);
        assertThat(all.database(all.b).end()).isEqualTo(all.database(all.a).end());
        assertThat(all.database(all.b).path()).isEqualTo(all.database(all.a).path());
    }

    @Test
    void a_secondary_database_takes_no_changes() {
        all.group(ClusterType.WSFC);

        assertThat(all.errorsOfCommit(all.b)).containsExactly(3906);
    }

    @Test
    void a_secondary_that_is_not_readable_lets_nobody_in() {
        AvailabilityGroup.named("ag1", ClusterType.WSFC)
                .replica(all.a, CommitMode.SYNCHRONOUS_COMMIT)
                .replica(all.b, CommitMode.SYNCHRONOUS_COMMIT)
                .database("EMRNext")
                .create();

        assertThat(all.b.refusesToEnter(60, "EMRNext").orElseThrow().number()).isEqualTo(976);
        assertThat(all.a.refusesToEnter(60, "EMRNext")).isEmpty();
    }

    @Test
    void a_secondary_lets_those_in_that_it_is_set_to() {
        AvailabilityGroup.named("ag1", ClusterType.WSFC)
                .replica(all.a, CommitMode.SYNCHRONOUS_COMMIT)
                .replica(all.b, CommitMode.SYNCHRONOUS_COMMIT)
                .database("EMRNext")
                .create();
        all.b.login(61, "sa", true);
        var role = "ALTER AVAILABILITY GROUP ag1 MODIFY REPLICA ON 'B' WITH (SECONDARY_ROLE (ALLOW_CONNECTIONS = %s))";
        assertThat(all.errorsOf(all.b, role.formatted("ALL"))).containsExactly(41140);

        assertThat(all.errorsOf(all.a, role.formatted("READ_ONLY"))).isEmpty();

        assertThat(all.b.refusesToEnter(60, "EMRNext").orElseThrow().number()).isEqualTo(978);
        assertThat(all.b.refusesToEnter(61, "EMRNext")).isEmpty();

        assertThat(all.errorsOf(all.a, role.formatted("ALL"))).isEmpty();
        assertThat(all.b.refusesToEnter(60, "EMRNext")).isEmpty();

        assertThat(all.errorsOf(all.a, role.formatted("NO"))).isEmpty();
        assertThat(all.b.refusesToEnter(61, "EMRNext").orElseThrow().number()).isEqualTo(976);
    }

    @Test
    void a_suspended_secondary_lets_nobody_in() {
        all.group(ClusterType.WSFC);
        assertThat(all.b.refusesToEnter(60, "EMRNext")).isEmpty();

        assertThat(all.errorsOf(all.b, SUSPEND)).isEmpty();

        assertThat(all.b.refusesToEnter(60, "EMRNext").orElseThrow().number()).isEqualTo(976);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER DATABASE EMRNext SET EMERGENCY",
                "ALTER DATABASE EMRNext SET OFFLINE",
                "ALTER DATABASE EMRNext SET SINGLE_USER",
                "ALTER DATABASE EMRNext SET RECOVERY SIMPLE",
                "ALTER DATABASE EMRNext MODIFY NAME = Other",
            })
    void a_database_in_a_group_stays_what_it_is(String statement) {
        all.group(ClusterType.WSFC);

        assertThat(all.errorsOf(all.a, statement)).containsExactly(1468, 5069);
    }

    @Test
    void a_database_in_a_group_is_neither_dropped_nor_restored() {
        all.errorsOf(all.a, "BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        all.group(ClusterType.WSFC);

        assertThat(all.errorsOf(all.a, "DROP DATABASE EMRNext")).containsExactly(3752);
        assertThat(all.errorsOf(all.b, "DROP DATABASE EMRNext")).containsExactly(3752);
        assertThat(all.errorsOf(all.a, "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE"))
                .containsExactly(3104, 3013);
        assertThat(all.errorsOf(all.a, "BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY"))
                .containsExactly(1468, 3013);
    }

    @Test
    void of_a_secondary_there_are_copies_alone() {
        all.group(ClusterType.WSFC);

        assertThat(all.errorsOf(all.b, "BACKUP DATABASE EMRNext TO DISK = 'full.bak'"))
                .containsExactly(3059, 3013);
        assertThat(all.errorsOf(all.b, "BACKUP DATABASE EMRNext TO DISK = 'copy.bak' WITH COPY_ONLY"))
                .isEmpty();
    }

    @Test
    void a_synchronised_replica_takes_over_and_nothing_is_lost() throws Exception {
        var group = all.group(ClusterType.WSFC);
        all.commit(all.a);
        var path = all.database(all.a).path();

        assertThat(all.errorsOf(all.b, FAILOVER)).isEmpty();

        assertThat(group.primaries()).containsExactly("B");
        all.commit(all.b);
        assertThat(all.content(all.a)).isEqualTo(all.content(all.c)).containsExactly(1, 2);
        assertThat(all.database(all.b).path()).isEqualTo(path);
        assertThat(all.errorsOfCommit(all.a)).containsExactly(3906);
    }

    @Test
    void a_log_chain_goes_on_at_the_new_primary() throws Exception {
        all.errorsOf(all.a, "BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        all.group(ClusterType.WSFC);
        all.commit(all.a);
        all.errorsOf(all.a, "BACKUP LOG EMRNext TO DISK = 'first.trn'");
        var upTo = all.database(all.a).lastLogBackup();
        all.errorsOf(all.b, FAILOVER);

        assertThat(all.database(all.b).lastLogBackup()).isEqualTo(upTo);
        assertThat(all.errorsOf(all.b, "BACKUP LOG EMRNext TO DISK = 'second.trn'"))
                .isEmpty();
    }

    @Test
    void who_is_not_synchronised_does_not_take_over() throws Exception {
        var group = all.group(ClusterType.WSFC);

        assertThat(all.errorsOf(all.c, FAILOVER)).containsExactly(41142);
        group.cut(all.a, all.b);
        assertThat(all.errorsOf(all.b, FAILOVER)).containsExactly(41142);
        group.heal(all.a, all.b);
        all.errorsOf(all.b, SUSPEND);
        assertThat(all.errorsOf(all.b, FAILOVER)).containsExactly(41142);
        all.errorsOf(all.b, RESUME);
        assertThat(all.errorsOf(all.a, FAILOVER)).containsExactly(41122);
        assertThat(all.errorsOf(all.a, FORCE)).containsExactly(41122);
        assertThat(all.errorsOf(all.b, FAILOVER)).isEmpty();
    }

    @Test
    void a_forced_failover_loses_what_had_not_arrived() throws Exception {
        var group = all.group(ClusterType.WSFC);
        all.commit(all.a);
        group.cut(all.a, all.b);
        group.cut(all.a, all.c);
        all.commit(all.a);

        assertThat(all.errorsOf(all.b, FORCE)).isEmpty();

        assertThat(all.content(all.b)).containsExactly(1);
        assertThat(group.primaries()).containsExactly("A", "B");
        assertThat(all.database(all.b).path().fork())
                .isNotEqualTo(all.database(all.a).path().fork());
        assertThat(all.commit(all.a)).isEqualTo(3);
        assertThat(all.commit(all.b)).isEqualTo(4);
        assertThat(all.content(all.a)).containsExactly(1, 2, 3);
        assertThat(all.content(all.b)).containsExactly(1, 4);
    }

    @Test
    void one_that_is_forced_is_neither_until_its_change_of_roles_is_over() throws Exception {
        var group = all.group(ClusterType.NONE);
        all.commit(all.a);
        group.roleChangeTakes(all.b, Duration.ofMinutes(1));
        assertThat(all.errorsOf(all.a, OFFLINE)).isEmpty();

        assertThat(all.errorsOf(all.b, FORCE)).isEmpty();

        all.pass(Duration.ofSeconds(58));
        assertThat(all.errorsOfCommit(all.b)).containsExactly(983);
        assertThat(group.role(all.b)).isEqualTo(ReplicaRole.RESOLVING);
        all.pass(Duration.ofSeconds(1));
        assertThat(group.primaries()).containsExactly("B");
        assertThat(all.errorsOfCommit(all.b)).isEmpty();
        assertThat(all.content(all.b)).containsExactly(1, 3);
    }

    @Test
    void a_former_primary_that_comes_back_is_suspended_and_keeps_its_branch_until_it_is_resumed() throws Exception {
        var group = all.group(ClusterType.WSFC);
        group.cut(all.a, all.b);
        group.cut(all.a, all.c);
        all.commit(all.a);
        all.errorsOf(all.b, FORCE);
        all.commit(all.b);

        group.heal(all.a, all.b);

        assertThat(group.primaries()).containsExactly("B");
        assertThat(all.errorsOfCommit(all.a)).containsExactly(3906);
        assertThat(all.content(all.a)).containsExactly(1);
        assertThat(all.a.refusesToEnter(60, "EMRNext").orElseThrow().number()).isEqualTo(976);
        assertThat(all.a.availabilityGroups().get(0).local().databases().get(0).suspended())
                .contains(SuspendReason.SUSPEND_FROM_PARTNER);

        assertThat(all.errorsOf(all.a, RESUME)).isEmpty();

        assertThat(all.content(all.a)).containsExactly(2);
        assertThat(all.database(all.a).path()).isEqualTo(all.database(all.b).path());
    }

    @Test
    void other_secondaries_are_suspended_by_a_forced_failover_as_well() throws Exception {
        var group = all.group(ClusterType.WSFC);
        group.cut(all.a, all.b);
        group.cut(all.a, all.c);
        all.commit(all.a);
        all.errorsOf(all.b, FORCE);
        all.commit(all.b);

        assertThat(all.content(all.c)).isEmpty();
        assertThat(all.errorsOf(all.c, RESUME)).isEmpty();
        assertThat(all.content(all.c)).containsExactly(2);
    }

    @Test
    void in_a_cluster_a_synchronised_replica_is_not_forced() throws Exception {
        all.group(ClusterType.WSFC);
        all.commit(all.a);

        assertThat(all.errorsOf(all.b, FORCE)).isEmpty();

        all.commit(all.b);
        assertThat(all.content(all.a)).isEqualTo(all.content(all.c)).containsExactly(1, 2);
    }

    @Test
    void without_a_cluster_there_is_no_failover_but_by_force() throws Exception {
        var group = all.group(ClusterType.NONE);
        all.commit(all.a);

        assertThat(all.errorsOf(all.b, FAILOVER)).containsExactly(47122);
        assertThat(all.errorsOf(all.b, FORCE)).isEmpty();

        assertThat(group.primaries()).containsExactly("A", "B");
    }

    @Test
    void without_a_cluster_the_primary_goes_offline_first() throws Exception {
        var group = all.group(ClusterType.NONE);
        all.commit(all.a);

        assertThat(all.errorsOf(all.a, OFFLINE)).isEmpty();
        assertThat(all.errorsOfCommit(all.a)).containsExactly(983);
        assertThat(all.a.refusesToEnter(60, "EMRNext").orElseThrow().number()).isEqualTo(983);
        assertThat(all.errorsOf(all.b, FORCE)).isEmpty();
        assertThat(group.role(all.a)).isEqualTo(ReplicaRole.RESOLVING);
        assertThat(all.errorsOf(all.a, DEMOTE)).isEmpty();
        assertThat(group.role(all.a)).isEqualTo(ReplicaRole.SECONDARY);
        all.commit(all.b);
        assertThat(all.content(all.a)).containsExactly(1);
        assertThat(all.errorsOf(all.a, RESUME)).isEmpty();

        assertThat(all.content(all.a)).hasSize(2).isEqualTo(all.content(all.b));
        assertThat(group.primaries()).containsExactly("B");
    }

    @Test
    void a_primary_that_runs_is_demoted_by_2017_and_not_since() {
        var old = new Replicated(14);
        var group = old.group(ClusterType.NONE);
        all.group(ClusterType.NONE);

        assertThat(old.errorsOf(old.a, DEMOTE)).isEmpty();
        assertThat(group.primaries()).isEmpty();
        assertThat(all.errorsOf(all.a, DEMOTE)).containsExactly(41104);
    }

    @Test
    void an_external_cluster_fails_over_by_its_own_tools() {
        all.group(ClusterType.EXTERNAL);

        assertThat(all.errorsOf(all.b, FAILOVER)).containsExactly(47104);
        assertThat(all.errorsOf(all.b, FORCE)).containsExactly(47104);
        assertThat(all.errorsOf(all.a, OFFLINE)).containsExactly(47104);
    }

    @ParameterizedTest
    @EnumSource(ClusterType.class)
    void a_commit_that_too_few_have_is_none(ClusterType type) throws Exception {
        var group = all.group(type);
        var require = "ALTER AVAILABILITY GROUP ag1 SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = %d)";
        assertThat(all.errorsOf(all.a, require.formatted(2))).containsExactly(35248);
        assertThat(all.errorsOf(all.b, require.formatted(1))).containsExactly(41140);
        assertThat(all.errorsOf(all.a, require.formatted(1))).isEmpty();
        all.commit(all.a);

        group.cut(all.a, all.b);

        assertThat(all.errorsOfCommit(all.a)).containsExactly(988);
        assertThat(all.content(all.a)).containsExactly(1);
    }

    @Test
    void an_asynchronous_replica_is_as_late_as_a_test_says() throws Exception {
        var group = all.group(ClusterType.WSFC);
        group.delay(all.c, Duration.ofMinutes(5));
        all.commit(all.a);

        all.pass(Duration.ofMinutes(4));
        assertThat(all.content(all.c)).isEmpty();
        all.pass(Duration.ofMinutes(1));
        assertThat(all.content(all.c)).containsExactly(1);
        assertThatIllegalArgumentException().isThrownBy(() -> group.delay(all.b, Duration.ofMinutes(5)));
    }

    @Test
    void what_is_hardened_is_not_lost_although_it_is_not_redone() throws Exception {
        var group = all.group(ClusterType.WSFC);
        group.redo(all.b, false);
        all.commit(all.a);
        assertThat(all.content(all.b)).isEmpty();

        assertThat(all.errorsOf(all.b, FAILOVER)).isEmpty();

        assertThat(all.content(all.b)).containsExactly(1);
    }

    @Test
    void a_replica_that_is_made_synchronous_can_take_over() throws Exception {
        all.group(ClusterType.WSFC);
        var mode = "ALTER AVAILABILITY GROUP ag1 MODIFY REPLICA ON '%s' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)";
        assertThat(all.errorsOf(all.b, mode.formatted("C"))).containsExactly(41140);
        assertThat(all.errorsOf(all.a, mode.formatted("X"))).containsExactly(35210);

        assertThat(all.errorsOf(all.a, mode.formatted("C"))).isEmpty();

        assertThat(all.errorsOf(all.c, FAILOVER)).isEmpty();
    }

    @Test
    void who_suspends_at_the_primary_suspends_all() throws Exception {
        all.group(ClusterType.WSFC);
        assertThat(all.errorsOf(all.a, SUSPEND)).isEmpty();
        all.commit(all.a);
        assertThat(all.content(all.b)).isEmpty();
        assertThat(all.content(all.c)).isEmpty();

        assertThat(all.errorsOf(all.a, RESUME)).isEmpty();

        assertThat(all.content(all.b)).isEqualTo(all.content(all.c)).containsExactly(1);
    }

    @Test
    void who_is_in_no_group_is_told_so() {
        assertThat(all.errorsOf(all.a, SUSPEND)).containsExactly(35242, 5069);
        assertThat(all.errorsOf(all.a, FAILOVER)).containsExactly(41100);
    }
}
