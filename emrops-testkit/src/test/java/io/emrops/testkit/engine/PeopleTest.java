package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Answer;
import io.emrops.Approval;
import io.emrops.MaintenanceWindow;
import io.emrops.PreconditionFailedException;
import io.emrops.Question;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployments;
import io.emrops.event.RunEvent;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PeopleTest {
    private final TimedFixture fixture = new TimedFixture();
    private final FakeDeployer deployer = FakeDeployer.of("emrnext", "api")
            .version("1.0.0")
            .version("1.5.0")
            .version("2.0.0")
            .alreadyRunning("1.0.0");

    @AfterEach
    void close() {
        fixture.close();
    }

    private Runbook approved(UnaryOperator<Approval> rules) {
        return Runbook.define("approved", "Approved", rb -> {
            rules.apply(rb.approval("go", "The board agrees").by("change-board"));
            rb.action("act", "Act", run -> fixture.say("act")).nothingToUndo("no");
        });
    }

    private Run waiting(Runbook book) throws InterruptedException {
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);
        return run;
    }

    private static Question question(Run run) {
        return run.questions().get(0);
    }

    @Test
    void who_does_not_belong_to_the_group_has_no_vote() throws Exception {
        var run = waiting(approved(a -> a));

        assertThatThrownBy(() -> run.answer("go", Answer.agree("operator")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("operator does not belong to change-board");
        assertThat(run.state()).isEqualTo(RunState.WAITING);
    }

    @Test
    void as_many_people_as_asked_for_have_to_agree_and_each_has_one_vote() throws Exception {
        var run = waiting(approved(a -> a.atLeast(2)));

        run.answer("go", Answer.agree("a.first"));
        assertThatThrownBy(() -> run.answer("go", Answer.agree("a.first"))).hasMessageContaining("answered already");
        assertThat(question(run).missing()).isEqualTo(1);
        assertThat(fixture.done).isEmpty();
        run.answer("go", Answer.agree("b.second"));

        TimedFixture.awaitState(run, RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("act");
    }

    @Test
    void the_starter_has_no_vote_where_two_people_are_wanted() throws Exception {
        var run = waiting(approved(Approval::notTheStarter));

        assertThatThrownBy(() -> run.answer("go", Answer.agree("m.meier"))).hasMessageContaining("started the run");
    }

    @Test
    void a_rejection_fails_the_run_whoever_agreed_before() throws Exception {
        var run = waiting(approved(a -> a.atLeast(3)));

        run.answer("go", Answer.agree("a.first"));
        run.answer("go", Answer.reject("b.second").remark("not this week"));

        TimedFixture.awaitState(run, RunState.FAILED);
        assertThat(run.report().verdict()).contains("rejected by b.second");
        assertThat(fixture.done).isEmpty();
    }

    @Test
    void an_approval_expires_by_the_wall_clock_and_fails_the_run() throws Exception {
        var run = waiting(approved(a -> a.expires(Duration.ofHours(4))));

        fixture.time.jumpWallClock(Duration.ofHours(4));
        assertThatThrownBy(() -> run.answer("go", Answer.agree("a.first"))).hasMessageContaining("too late");

        fixture.pass(Duration.ofMinutes(1), run, RunState.FAILED);
        assertThat(run.report().verdict()).contains("nobody answered until 2026-03-02T14:00:00Z");
    }

    @Test
    void an_approval_that_expired_while_no_process_lived_fails_the_run_on_resume() throws Exception {
        var book = approved(a -> a.expires(Duration.ofHours(4)));
        var run = waiting(book);
        fixture.crash();
        fixture.time.advance(Duration.ofHours(5));

        assertThat(fixture.engine.resume(book, run.id()).await().state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void an_answer_to_something_else_than_was_read_is_refused_and_not_recorded() throws Exception {
        var run = waiting(approved(a -> a));
        var records = fixture.store.read(run.id()).size();

        assertThatThrownBy(() -> run.answer("go", Answer.agree("a.first").having("0".repeat(64))))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("changed");
        assertThat(fixture.store.read(run.id())).hasSize(records);
        run.answer("go", Answer.agree("a.first").having(question(run).hash()));
        TimedFixture.awaitState(run, RunState.SUCCEEDED);
    }

    private Runbook deployment() {
        return Runbook.define("deploy", "Deploy", rb -> {
            rb.approval("go", "The board agrees").by("change-board");
            rb.manual("told", "The wards were told");
            rb.step("deploy", "Roll out", Deployments.rollOut(deployer, "2.0.0"));
        });
    }

    @Test
    void what_would_change_is_shown_to_those_who_decide() throws Exception {
        var run = waiting(deployment());

        assertThat(question(run).details()).anySatisfy(line -> assertThat(line).contains("2.0.0"));
    }

    @Test
    void a_preview_that_changes_after_the_decision_asks_again_before_anything_is_touched() throws Exception {
        var run = waiting(deployment());
        var read = question(run).hash();
        run.answer("go", Answer.agree("a.first").having(read));
        awaitQuestion("told", 1);
        deployer.alreadyRunning("1.5.0");
        deployer.forgetCalls();

        run.answer("told", Answer.confirm("operator"));
        awaitQuestion("go", 2);

        assertThat(deployer.changes()).isEmpty();
        assertThat(question(run).hash()).isNotEqualTo(read);
        assertThat(question(run).details()).first().asString().contains("changed since");
        assertThatThrownBy(() -> run.answer("go", Answer.agree("a.first").having(read)))
                .isInstanceOf(PreconditionFailedException.class);
        run.answer("go", Answer.agree("a.first").having(question(run).hash()));
        TimedFixture.awaitState(run, RunState.SUCCEEDED);
        assertThat(deployer.running().version()).isEqualTo("2.0.0");
    }

    @Test
    void a_lock_that_somebody_else_took_meanwhile_is_a_remark_and_changes_no_decision() throws Exception {
        var book = Runbook.define("locked", "Locked", rb -> {
            rb.approval("go", "The board agrees").by("change-board");
            rb.lock("emrnext");
            rb.step("deploy", "Roll out", Deployments.rollOut(deployer, "2.0.0"));
        });
        var run = waiting(book);
        var before = fixture.engine.plan(book, TimedFixture.REQUEST).hash();
        fixture.leases.acquire(
                new java.util.TreeSet<>(java.util.Set.of("emrnext")),
                new io.emrops.spi.Leases.Holder("other", "other", "lock", fixture.time.wallClock()));
        assertThat(fixture.engine.plan(book, TimedFixture.REQUEST).hash()).isEqualTo(before);

        run.answer("go", Answer.agree("a.first"));
        fixture.events.await(RunEvent.Waiting.class, TimedFixture.SOON);
        fixture.leases.release(new java.util.TreeSet<>(java.util.Set.of("emrnext")), "other");

        fixture.pass(Duration.ofSeconds(1), run, RunState.SUCCEEDED);
        assertThat(fixture.events.events(RunEvent.Asked.class)).hasSize(1);
    }

    @Test
    void a_decision_survives_the_process() throws Exception {
        var book = approved(a -> a.atLeast(2));
        var run = waiting(book);
        run.answer("go", Answer.agree("a.first"));
        fixture.crash();

        var resumed = fixture.engine.resume(book, run.id());
        TimedFixture.awaitState(resumed, RunState.WAITING);

        assertThat(question(resumed).missing()).isEqualTo(1);
        assertThatThrownBy(() -> resumed.answer("go", Answer.agree("a.first")))
                .hasMessageContaining("answered already");
        resumed.answer("go", Answer.agree("b.second"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);
    }

    @Test
    void without_an_authorizer_a_runbook_with_approvals_is_refused_before_anything() {
        var store = new InMemoryRunStore();
        try (var engine = Emrops.builder(store, new InMemoryLeases()).build()) {
            assertThatThrownBy(() -> engine.start(approved(a -> a), TimedFixture.REQUEST))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("Authorizer");
            assertThat(store.runs()).isEmpty();
        }
    }

    @Test
    void a_manual_item_is_confirmed_by_an_operator_and_its_decision_can_be_read() throws Exception {
        var book = Runbook.define("manual", "Manual", rb -> {
            var told = rb.manual("told", "The wards were told");
            rb.action(
                            "act",
                            "Act",
                            run -> fixture.say("told by " + run.get(told).by()))
                    .nothingToUndo("no");
        });
        var run = waiting(book);

        assertThatThrownBy(() -> run.answer("told", Answer.confirm("a.first"))).hasMessageContaining("operators");
        run.answer("told", Answer.confirm("operator").remark("all of them"));

        TimedFixture.awaitState(run, RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("told by operator");
    }

    @Test
    void a_manual_item_that_nobody_confirms_in_time_fails_the_run() throws Exception {
        var run = waiting(Runbook.define(
                "manual", "Manual", rb -> rb.manual("told", "Told").expires(Duration.ofMinutes(30))));

        fixture.pass(Duration.ofMinutes(5), run, RunState.FAILED);
    }

    @Test
    void a_condition_is_asked_once_however_long_the_step_then_waits() throws Exception {
        var asked = new AtomicInteger();
        var book = Runbook.define("once", "Once", rb -> {
            rb.window(MaintenanceWindow.daily("12:00", "13:00", ZoneId.of("UTC")));
            rb.action("act", "Act", run -> fixture.say("act"))
                    .nothingToUndo("no")
                    .onlyIf("it is wanted", run -> asked.incrementAndGet() == 1);
        });
        var run = waiting(book);

        fixture.pass(Duration.ofMinutes(10), run, RunState.SUCCEEDED);
        assertThat(asked).hasValue(1);
        assertThat(fixture.done).containsExactly("act");
    }

    @Test
    void a_step_that_was_skipped_stays_skipped_after_a_crash() throws Exception {
        var asked = new AtomicInteger();
        var book = Runbook.define("skip", "Skip", rb -> {
            rb.action("act", "Act", run -> fixture.say("act"))
                    .nothingToUndo("no")
                    .onlyIf("it is wanted", run -> asked.incrementAndGet() > 1);
            rb.manual("told", "Told");
        });
        var run = waiting(book);
        fixture.crash();

        var resumed = fixture.engine.resume(book, run.id());
        TimedFixture.awaitState(resumed, RunState.WAITING);
        resumed.answer("told", Answer.confirm("operator"));

        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);
        assertThat(asked).hasValue(1);
        assertThat(fixture.done).isEmpty();
    }

    private void awaitQuestion(String path, int times) throws InterruptedException {
        fixture.events.awaitHistory(
                all -> all.stream()
                                .filter(e -> e instanceof RunEvent.Asked a
                                        && a.question().stepPath().equals(path))
                                .count()
                        == times,
                TimedFixture.SOON);
    }
}
