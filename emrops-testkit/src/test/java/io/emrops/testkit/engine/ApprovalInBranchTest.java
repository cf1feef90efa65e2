package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Question;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.deploy.Deployments;
import io.emrops.testkit.FakeDeployer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An approval inside a branch speaks of what comes behind it: in its branch, and behind the branches; not beside it. */
@Timeout(60)
final class ApprovalInBranchTest {
    private final TimedFixture fixture = new TimedFixture();
    private final FakeDeployer here = FakeDeployer.of("here", "web").version("2.0.0");
    private final FakeDeployer beside = FakeDeployer.of("beside", "web").version("2.0.0");
    private final FakeDeployer behind = FakeDeployer.of("behind", "web").version("2.0.0");

    @AfterEach
    void close() {
        fixture.close();
    }

    private Runbook book(Consumer<RunbookBuilder> sibling) {
        return Runbook.define("book", "Book", rb -> {
            var sides = rb.parallel("sides", "Both sides");
            sides.branch("left", "Left", in -> {
                in.approval("go", "Go").by("change-board");
                in.manual("now", "Now");
                return in.step("roll", "Roll out", Deployments.rollOut(here, "2.0.0"));
            });
            sides.branch("right", "Right", in -> {
                sibling.accept(in);
                return "";
            });
            rb.step("last", "Roll out behind", Deployments.rollOut(behind, "2.0.0"));
        });
    }

    private static List<String> paths(Run run) {
        return run.questions().stream().map(Question::stepPath).toList();
    }

    private void awaitAsked(Run run, String path) throws InterruptedException {
        TimedFixture.awaitState(run, RunState.WAITING);
        assertThat(paths(run)).contains(path);
    }

    @Test
    void a_step_in_a_sibling_branch_does_not_wait_for_it() throws Exception {
        var beside = new CountDownLatch(1);
        var run = fixture.start(book(in -> {
            in.manual("told", "Told");
            in.action("act", "Act", r -> beside.countDown()).nothingToUndo("no");
        }));
        awaitAsked(run, "sides/left/go");

        run.answer("sides/right/told", Answer.confirm("operator"));

        TimedFixture.await(beside);
        TimedFixture.awaitState(run, RunState.WAITING);
        assertThat(paths(run)).containsExactly("sides/left/go");
    }

    @Test
    void what_it_asks_speaks_of_what_comes_behind_it() throws Exception {
        var run = fixture.start(book(in -> in.step("roll", "Roll out", Deployments.rollOut(beside, "2.0.0"))));
        TimedFixture.awaitState(run, RunState.WAITING);

        assertThat(run.questions().get(0).details())
                .anyMatch(line -> line.startsWith("sides/left/roll"))
                .anyMatch(line -> line.startsWith("last"))
                .noneMatch(line -> line.startsWith("sides/right"));
    }

    @Test
    void a_change_in_a_sibling_branch_does_not_void_it() throws Exception {
        var run = fixture.start(book(in -> {
            in.manual("told", "Told");
            in.step("roll", "Roll out", Deployments.rollOut(beside, "2.0.0"));
        }));
        awaitAsked(run, "sides/left/go");
        run.answer("sides/left/go", Answer.agree("a.first"));
        TimedFixture.awaitState(run, RunState.WAITING);

        beside.replaceIdentity("another");
        run.answer("sides/left/now", Answer.confirm("operator"));

        TimedFixture.awaitState(run, RunState.WAITING);
        assertThat(paths(run)).containsExactly("sides/right/told");
        assertThat(here.current().version()).isEqualTo("2.0.0");
    }

    @Test
    void a_step_that_has_begun_in_a_sibling_branch_does_not_settle_it() throws Exception {
        var run = fixture.start(book(in -> in.step("roll", "Roll out", Deployments.rollOut(beside, "2.0.0"))));
        awaitAsked(run, "sides/left/go");
        run.answer("sides/left/go", Answer.agree("a.first"));
        TimedFixture.awaitState(run, RunState.WAITING);
        assertThat(paths(run)).containsExactly("sides/left/now");

        behind.replaceIdentity("another");
        run.answer("sides/left/now", Answer.confirm("operator"));

        TimedFixture.awaitState(run, RunState.WAITING);
        assertThat(paths(run)).containsExactly("sides/left/go");
    }

    @Test
    void a_change_behind_the_branches_does() throws Exception {
        var run = fixture.start(book(in -> in.note("nothing to do")));
        TimedFixture.awaitState(run, RunState.WAITING);
        run.answer("sides/left/go", Answer.agree("a.first"));
        TimedFixture.awaitState(run, RunState.WAITING);

        behind.replaceIdentity("another");
        run.answer("sides/left/now", Answer.confirm("operator"));

        TimedFixture.awaitState(run, RunState.WAITING);
        assertThat(paths(run)).containsExactly("sides/left/go");
    }
}
