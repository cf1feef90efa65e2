package io.emrops.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.OutcomeUnknownException;
import io.emrops.Report;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.time.SystemTime;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Somebody at a terminal: what is on the screen, what is typed, what becomes of the run. */
@Execution(ExecutionMode.CONCURRENT)
final class LiveFormTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-1");

    private final VirtualTerminal virtual = new VirtualTerminal(80, 24);
    private final LiveForm form =
            new LiveForm(virtual.terminal(), new SystemTime(), Optional.empty(), Look.of(StandardCharsets.UTF_8, true));
    private final Engine engine = Emrops.builder(new InMemoryRunStore(), new InMemoryLeases())
            .authorizer(Authorizer.groups(
                    Map.of("change-board", List.of("a.first", "b.second"), Authorizer.OPERATORS, List.of("m.meier"))))
            .listener(form)
            .build();
    private final CompletableFuture<Report> report = new CompletableFuture<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        engine.close();
        form.close();
    }

    private Run attend(Runbook runbook) {
        var run = engine.start(runbook, REQUEST);
        new Thread(() -> {
                    try {
                        report.complete(form.attend(run));
                    } catch (Throwable e) {
                        report.completeExceptionally(e);
                    }
                })
                .start();
        return run;
    }

    private void shows(String text) {
        await().untilAsserted(() -> assertThat(virtual.text()).contains(text));
    }

    private Report report() throws Exception {
        return report.get(10, TimeUnit.SECONDS);
    }

    private static Runbook manual() {
        return Runbook.define("manual", "Manual", rb -> {
            rb.manual("told", "The wards were told").note("Extension 4711");
            rb.action("restart", "Restart", run -> run.log("restarted")).nothingToUndo("nothing");
        });
    }

    @Test
    void a_question_is_answered_with_a_name_and_a_remark() throws Exception {
        attend(manual());
        shows("  Extension 4711");
        shows("[y] done");

        virtual.type("y");
        shows("Your name: m.meier");
        virtual.type("\r");
        shows("Remark");
        virtual.type("by phone, größer\u007f\u007f\u007fße\r");

        assertThat(report().succeeded()).isTrue();
        assertThat(report().toMarkdown()).contains("by phone, größe");
        assertThat(virtual.text()).contains("done         The wards were told", "confirmed by m.meier", "Succeeded");
        assertThat(virtual.lines()).noneMatch(l -> l.contains(" of 2 steps"));
        assertThat(virtual.sent()).endsWith("\u001b[34h\u001b[?25h");
    }

    @Test
    void an_answer_that_is_refused_is_asked_for_again() throws Exception {
        attend(Runbook.define(
                "approval",
                "Approval",
                rb -> rb.approval("go", "Change board agrees").by("change-board")));
        shows("[y] agree");

        virtual.type("y");
        shows("Your name: m.meier");
        virtual.type("\r");
        shows("Remark");
        virtual.type("\r");
        shows("m.meier does not belong to change-board");
        virtual.type("y\u0015a.first\r\r");

        assertThat(report().succeeded()).isTrue();
    }

    @Test
    void a_question_that_somebody_else_answers_leaves_the_screen() throws Exception {
        var run = attend(manual());
        shows("[y] done");

        virtual.type("y");
        run.answer("told", Answer.confirm("m.meier"));

        assertThat(report().succeeded()).isTrue();
    }

    @Test
    void whoever_says_later_is_asked_again_when_they_want() throws Exception {
        attend(manual());
        shows("[y] done");

        virtual.type("l");
        shows("press a to answer");
        assertThat(virtual.text()).doesNotContain("[y] done");
        virtual.type("a");
        shows("[y] done");
        virtual.type("n\r\r");

        assertThat(report().state()).isEqualTo(RunState.FAILED);
    }

    private Runbook doubtful(AtomicInteger times) {
        return Runbook.define(
                "doubt",
                "Doubt",
                rb -> rb.step("send", "Send it", String.class, run -> {
                            if (times.incrementAndGet() == 1) {
                                throw new OutcomeUnknownException("The connection was lost");
                            }
                            return "sent";
                        })
                        .nothingToUndo("nothing"));
    }

    @Test
    void a_step_in_doubt_is_asked_about_and_the_run_attended_on() throws Exception {
        var times = new AtomicInteger();
        attend(doubtful(times));
        shows("[a] applied");
        shows("IN DOUBT");

        virtual.type("n\rlooked\r");

        assertThat(report().succeeded()).isTrue();
        assertThat(times).hasValue(2);
    }

    @Test
    void what_a_step_in_doubt_returned_can_be_typed_if_it_is_a_word() throws Exception {
        attend(doubtful(new AtomicInteger()));
        shows("[a] applied");

        virtual.type("a");
        shows("What did it return?");
        virtual.type("message 17\r");
        shows("Your name");
        virtual.type("\r\r");

        assertThat(report().succeeded()).isTrue();
    }

    @Test
    void a_run_in_doubt_that_is_to_be_decided_later_is_returned_as_it_is() throws Exception {
        attend(doubtful(new AtomicInteger()));
        shows("[a] applied");

        virtual.type("l");

        assertThat(report().state()).isEqualTo(RunState.IN_DOUBT);
        assertThat(virtual.text()).contains("Look whether");
    }

    private Runbook undoable(CountDownLatch undoGate) {
        return Runbook.define("undoable", "Undoable", rb -> {
            rb.action("first", "Change something", run -> {}).undo(run -> undoGate.await());
            rb.action("second", "Take long", run -> gate.await()).nothingToUndo("nothing");
            rb.action("third", "Never", run -> {}).nothingToUndo("nothing");
        });
    }

    @Test
    void ctrl_c_cancels_in_an_orderly_way() throws Exception {
        attend(undoable(new CountDownLatch(0)));
        shows("running      Take long");

        virtual.interrupt();
        shows("Ctrl-C again leaves the run as it is");
        gate.countDown();

        assertThat(report().state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(report().verdict()).contains("m.meier: Ctrl-C");
        assertThat(virtual.text()).contains("undone       Change something", "not reached  Never");
    }

    @Test
    void a_second_ctrl_c_leaves_the_run_to_be_resumed() throws Exception {
        var undoGate = new CountDownLatch(1);
        var run = attend(undoable(undoGate));
        shows("running      Take long");

        virtual.interrupt();
        shows("Ctrl-C again");
        gate.countDown();
        shows("undoing      Change something");
        virtual.interrupt();

        assertThatThrownBy(this::report)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(OperatorLeftException.class)
                .hasMessageContaining("engine.resume(runbook, \"" + run.id() + "\")");
        assertThat(run.state()).isEqualTo(RunState.UNDOING);
        undoGate.countDown();
    }

    @Test
    void a_run_that_is_over_before_it_is_attended_is_shown_all_the_same() throws Exception {
        var run = engine.start(
                Runbook.define(
                        "quick",
                        "Quick",
                        rb -> rb.action("a", "At once", r -> {}).nothingToUndo("nothing")),
                REQUEST);
        run.await();

        assertThat(form.attend(run).succeeded()).isTrue();
        assertThat(virtual.text()).contains("done         At once", "Succeeded");
    }

    @Test
    void a_secret_is_not_shown() {
        var secret = CompletableFuture.supplyAsync(() -> form.secret("Password of the registry"));
        shows("Password of the registry:");

        virtual.type("correct horsf\u007fe\r");

        var read = new StringBuilder();
        secret.join().use(chars -> read.append(chars));
        assertThat(read).hasToString("correct horse");
        assertThat(virtual.sent()).doesNotContain("horse");
    }
}
