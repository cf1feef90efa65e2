package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Inputs;
import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Value;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.notice.Notice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What all fakes have in common, shown by one of them. */
@Timeout(60)
class FakeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ReleaseRequest REQUEST = new ReleaseRequest("2.0.0", "run/deploy#1");

    private final FakeDeployer deployer =
            FakeDeployer.of("emrnext", "api").version("1.0.0").version("2.0.0").alreadyRunning("1.0.0");

    @Test
    void calls_are_told_apart_by_whether_they_change_anything() throws Exception {
        deployer.current();
        deployer.rollOut(REQUEST, Progress.none());
        deployer.status();

        assertThat(deployer.calls()).hasToString("[current(), rollOut(2.0.0, run/deploy#1), status()]");
        assertThat(deployer.changes()).hasToString("[rollOut(2.0.0, run/deploy#1)]");
        assertThat(deployer.reads()).extracting(Fake.Call::method).containsExactly("current", "status");
        assertThat(deployer.forgetCalls().calls()).isEmpty();
    }

    @Test
    void a_rehearsal_by_hand_is_seen_to_touch_nothing() throws Exception {
        var operation = Deployments.rollOut(deployer, "2.0.0");

        var changes = operation.preview(new NoInputs()).changes();

        assertThat(changes).containsExactly("service api: 1.0.0 → 2.0.0");
        assertThat(deployer.changes()).isEmpty();
        assertThat(deployer.calls()).isNotEmpty();
    }

    @Test
    void onlookers_and_the_test_itself_are_not_counted() {
        deployer.running();
        deployer.isWell();
        deployer.pulled();
        deployer.applied();
        deployer.turnUnwell("api").replaceIdentity("another");

        assertThat(deployer.calls()).isEmpty();
    }

    @Test
    void the_identity_can_be_changed_and_the_name_stays() {
        var before = deployer.target();

        deployer.replaceIdentity("reinstalled");

        assertThat(deployer.target()).isEqualTo(new Target(before.kind(), before.name(), "reinstalled"));
        assertThat(deployer.target()).isNotEqualTo(before);
    }

    @Test
    void the_next_call_fails_and_the_one_after_does_not() throws Exception {
        deployer.failNext("rollOut", new StepFailedException("first"))
                .failNext("rollOut", new StepFailedException("second"));

        assertThatThrownBy(this::rollOut).hasMessage("first");
        assertThatThrownBy(this::rollOut).hasMessage("second");
        assertThat(deployer.running().version()).isEqualTo("1.0.0");
        assertThat(deployer.applied()).isEmpty();
        rollOut();
        assertThat(deployer.running().version()).isEqualTo("2.0.0");
        assertThat(deployer.changes()).hasSize(3);
    }

    @Test
    void a_method_that_does_not_exist_cannot_be_made_to_fail() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> deployer.failNext("rollout", new StepFailedException("x")))
                .withMessageContaining("rollOut");
    }

    @Test
    void a_chosen_change_fails_before_it_is_applied() throws Exception {
        deployer.failBefore(2, new StepFailedException("refused"));

        deployer.pull(REQUEST, Progress.none());
        assertThatThrownBy(this::rollOut).hasMessage("refused");

        assertThat(deployer.running().version()).isEqualTo("1.0.0");
        assertThat(deployer.applied()).hasToString("[pull(2.0.0, run/deploy#1)]");
    }

    @Test
    void a_chosen_change_fails_after_it_was_applied() throws Exception {
        deployer.failAfter(2, new StepFailedException("too late"));

        deployer.pull(REQUEST, Progress.none());
        assertThatThrownBy(this::rollOut).hasMessage("too late");

        assertThat(deployer.running().version()).isEqualTo("2.0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> deployer.failAfter(2, new StepFailedException("x")));
    }

    @Test
    void reading_calls_do_not_count_as_changes() throws Exception {
        deployer.failBefore(1, new StepFailedException("refused"));

        deployer.status();
        deployer.current();

        assertThatThrownBy(this::rollOut).hasMessage("refused");
    }

    @Test
    void a_connection_lost_after_the_change_leaves_it_applied() {
        deployer.loseConnectionAfter("rollOut");

        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(this::rollOut);

        assertThat(deployer.find(REQUEST.operationKey())).isPresent();
    }

    @Test
    void a_connection_lost_before_the_change_leaves_it_undone() {
        deployer.loseConnectionBefore("rollOut");

        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(this::rollOut);

        assertThat(deployer.find(REQUEST.operationKey())).isEmpty();
        assertThat(deployer.running().version()).isEqualTo("1.0.0");
    }

    @Test
    void a_fake_that_is_down_answers_nothing_until_it_comes_back() throws Exception {
        deployer.goDown();

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(deployer::target);
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(this::rollOut);

        deployer.comeBack();
        rollOut();
        assertThat(deployer.target().name()).isEqualTo("emrnext");
    }

    @Test
    void a_blocked_call_has_arrived_and_does_nothing_until_the_latch_opens() throws Exception {
        var latch = new CountDownLatch(1);
        deployer.blockOn("rollOut", latch);
        var rollingOut = inBackground(this::rollOut);

        deployer.awaitCall("rollOut", PATIENCE);
        assertThat(deployer.running().version()).isEqualTo("1.0.0");
        latch.countDown();
        rollingOut.get();

        assertThat(deployer.running().version()).isEqualTo("2.0.0");
    }

    @Test
    void an_interrupted_call_that_was_blocked_did_nothing() throws Exception {
        deployer.blockOn("rollOut", new CountDownLatch(1));
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::rollOut);

        assertThat(deployer.applied()).isEmpty();
    }

    @Test
    void an_interrupted_call_that_was_blocked_afterwards_did_its_work() throws Exception {
        deployer.blockAfter("restart", new CountDownLatch(1)).turnUnwell("api");
        var restarting = new FutureTask<>(() -> {
            deployer.restart("api", Progress.none());
            return null;
        });
        var thread = new Thread(restarting);
        thread.start();
        deployer.awaitCall("restart", PATIENCE);

        thread.interrupt();

        assertThatThrownBy(restarting::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void an_interrupted_call_that_only_asks_keeps_the_interrupt() {
        deployer.blockOn("current", new CountDownLatch(1));
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(deployer::current);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_call_that_does_not_come_is_told_with_those_that_did() {
        deployer.current();

        assertThatThrownBy(() -> deployer.awaitCall("rollOut", Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("current()");
    }

    @Test
    void what_was_kept_is_there_for_another_instance_and_calls_are_not(@TempDir Path directory) throws Exception {
        var file = directory.resolve("deployer");
        deployer.keptIn(file).replaceIdentity("the real one").logError("api", "tab\tnewline\n% = ü", Instant.EPOCH);
        rollOut();

        var another = FakeDeployer.of("emrnext", "api")
                .version("1.0.0")
                .version("2.0.0")
                .alreadyRunning("1.0.0")
                .keptIn(file);

        assertThat(another.running()).isEqualTo(deployer.running());
        assertThat(another.find(REQUEST.operationKey())).isPresent();
        assertThat(another.target().identity()).isEqualTo("the real one");
        assertThat(another.applied()).isEqualTo(deployer.applied());
        assertThat(another.errorsSince(Instant.EPOCH))
                .singleElement()
                .satisfies(error -> assertThat(error.signature()).isEqualTo("tab\tnewline\n% = ü"));
        assertThat(another.changes()).isEmpty();
    }

    @Test
    void instances_that_share_a_file_see_each_other_s_changes(@TempDir Path directory) throws Exception {
        var file = directory.resolve("notifier");
        var one = FakeNotifier.of("mail").keptIn(file);
        var other = FakeNotifier.of("mail").keptIn(file);

        Threads.inParallel(4, thread -> {
            var notifier = thread % 2 == 0 ? one : other;
            for (var n = 0; n < 10; n++) {
                notifier.send(new Notice("all", "s", "t"), thread + "/" + n);
            }
        });

        assertThat(one.delivered()).hasSize(40).isEqualTo(other.delivered());
        assertThat(one.applied()).hasSize(40);
    }

    @Test
    void an_interrupt_does_not_keep_a_change_from_its_file(@TempDir Path directory) throws Exception {
        var file = directory.resolve("notifier");
        var notifier = FakeNotifier.of("mail").keptIn(file);
        Thread.currentThread().interrupt();

        notifier.send(new Notice("all", "s", "t"), "key");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(FakeNotifier.of("mail").keptIn(file).delivered()).hasSize(1);
    }

    private void rollOut() throws InterruptedException {
        deployer.rollOut(REQUEST, Progress.none());
    }

    private interface Work {
        void run() throws Exception;
    }

    private static FutureTask<Object> inBackground(Work work) {
        var task = new FutureTask<Object>(() -> {
            work.run();
            return List.of();
        });
        new Thread(task).start();
        return task;
    }

    private static final class NoInputs implements Inputs {
        @Override
        public <T> T get(Value<T> value) {
            throw new IllegalStateException("none");
        }
    }
}
