package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.containing;
import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends a recovery while a database is closed says that it is, and how it is opened. */
@Timeout(120)
@Tag("long")
class LeftClosedTest {
    private static final String KEY = "CHG-4711/secure#1";
    private static final Secured NOTHING = new Secured(Optional.empty(), List.of());

    private final Hospital hospital = Hospital.inUtc();
    private final CutSource source = new CutSource(hospital.server().dataSource());
    private String database = "";

    @AfterEach
    void close() {
        hospital.close();
    }

    private RecoveryProvider recovery() {
        return hospital.recovery(source).attempts(2, Duration.ofMillis(1)).build();
    }

    private RecoveryPlan plan() throws SQLException {
        database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        return recovery().plan(RecoveryRequest.inPlace(database, hospital.moment()));
    }

    @Test
    void a_connection_that_is_lost_before_the_tail_is_backed_up_leaves_it_closed_as_the_error_says() throws Exception {
        var plan = plan();
        hospital.server()
                .script()
                .when(startingWith("BACKUP LOG"))
                .answer(Answer.done().with(Fault.close()));

        assertThatThrownBy(() -> recovery().secure(plan, KEY, Progress.none()))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("SINGLE_USER")
                .hasMessageContaining("ALTER DATABASE [" + database + "] SET MULTI_USER");

        assertThat(hospital.isOpen(database)).isFalse();
        recovery().release(plan, NOTHING, Progress.none());
        assertThat(hospital.isOpen(database)).isTrue();
    }

    @Test
    void a_server_that_refuses_the_login_after_it_was_closed_does_not_hide_that_it_is() throws Exception {
        var plan = plan();
        source.before("BACKUP LOG", () -> {
            hospital.server().script().faults().onNextRequest(Fault.close());
            hospital.server().script().refuseNextLogin(SqlError.loginFailed("sa"));
        });

        assertThatThrownBy(() -> recovery().secure(plan, KEY, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll("18456", "SINGLE_USER");
    }

    @Test
    void one_that_cannot_be_opened_again_is_told_together_with_why_it_was_closed_for_nothing() throws Exception {
        var plan = plan();
        hospital.server()
                .script()
                .when(startingWith("BACKUP LOG"))
                .answer(Answer.error(SqlError.of(3202, 16, "Write on 'x' failed: 112(no space)")));
        hospital.server()
                .script()
                .when(startingWith("ALTER DATABASE [" + database + "] SET MULTI_USER"))
                .answer(Answer.error(SqlError.of(5069, 16, "ALTER DATABASE statement failed.")));

        assertThatThrownBy(() -> recovery().secure(plan, KEY, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll("3202", "SINGLE_USER", "release it");
    }

    @Test
    void an_interrupted_thread_opens_it_again() throws Exception {
        var plan = plan();
        var hold = hospital.server().instance().hold("BACKUP LOG", 40);
        var caught = new CompletableFuture<Throwable>();
        var thread = new Thread(() -> {
            try {
                recovery().secure(plan, KEY, Progress.none());
                caught.completeExceptionally(new AssertionError("secured"));
            } catch (Throwable e) {
                caught.complete(e);
            }
        });
        thread.start();
        hold.awaitArrival(Duration.ofSeconds(30));

        thread.interrupt();

        assertThat(caught).succeedsWithin(Duration.ofSeconds(60)).isInstanceOf(InterruptedException.class);
        assertThat(hospital.isOpen(database)).isTrue();
        assertThat(hospital.committed(database)).containsExactly("first");
    }

    @Test
    void a_thread_that_is_interrupted_between_two_attempts_says_that_it_is_closed() throws Exception {
        var plan = plan();
        var patient = hospital.recovery().attempts(5, Duration.ofHours(1)).build();
        var lost = new CompletableFuture<Thread>();
        hospital.server().script().when(startingWith("BACKUP LOG")).answer((request, reply) -> {
            lost.complete(Thread.currentThread());
            reply.fault(Fault.close());
            reply.done();
        });
        var caught = new CompletableFuture<Throwable>();
        var thread = new Thread(() -> {
            try {
                patient.secure(plan, KEY, Progress.none());
                caught.completeExceptionally(new AssertionError("secured"));
            } catch (Throwable e) {
                caught.complete(e);
            }
        });
        thread.start();
        assertThat(lost).succeedsWithin(Duration.ofSeconds(30));

        thread.interrupt();

        assertThat(caught)
                .succeedsWithin(Duration.ofSeconds(60))
                .isInstanceOfSatisfying(
                        InterruptedException.class, e -> assertThat(e).hasMessageContaining("SINGLE_USER"));
    }

    @Test
    void a_tail_that_was_backed_up_and_cannot_be_read_is_told_with_its_file_and_found_later() throws Exception {
        var plan = plan();
        source.before(
                "BACKUP LOG",
                () -> hospital.server()
                        .script()
                        .when(containing("bs.description ="))
                        .answer(Answer.error(SqlError.of(229, 14, "The SELECT permission was denied"))));

        assertThatThrownBy(() -> recovery().secure(plan, KEY, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll("was backed up, to C:\\Tails\\emrops_tail_", "RESTORING", "229");

        assertThat(hospital.server().instance().database(database).orElseThrow().state())
                .isEqualTo(DatabaseState.RESTORING);
        hospital.server().script().reset();
        var secured = recovery().secure(plan, KEY, Progress.none());
        assertThat(recovery().state(plan, secured).phase()).isEqualTo(Phase.SECURED);
    }

    @Test
    void a_clock_that_was_set_back_since_the_plan_keeps_the_moment_out_of_the_tail() throws Exception {
        var plan = plan();
        hospital.pass(-600);

        assertThatThrownBy(() -> recovery().secure(plan, KEY, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("has not come yet");

        assertThat(hospital.isOpen(database)).isTrue();
    }

    @Test
    void a_tail_that_ends_before_the_moment_is_never_called_to_be_at_it() throws Exception {
        var plan = plan();
        source.before("BACKUP LOG", () -> hospital.pass(-600));
        var recovery = recovery();

        var secured = recovery.secure(plan, KEY, Progress.none());

        assertThat(secured.remarks()).anyMatch(line -> line.contains("the moment cannot be reached"));
        assertThatThrownBy(() -> recovery.restore(plan, secured, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll("end before the moment", "4322");
        assertThat(recovery.state(plan, secured).phase()).isEqualTo(Phase.RESTORING);
        assertThatThrownBy(() -> recovery.open(plan, secured)).isInstanceOf(PreconditionFailedException.class);
        recovery.release(plan, secured, Progress.none());
        assertThat(hospital.isOpen(database)).isTrue();
        assertThat(hospital.committed(database)).containsExactly("first");
    }
}
