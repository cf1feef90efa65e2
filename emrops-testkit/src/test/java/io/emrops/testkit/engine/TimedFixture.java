package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An engine whose time is moved by hand; each process has a time of its own, so that a dead one stays dead. */
final class TimedFixture implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-1");
    static final ResumeRequest AGAIN = ResumeRequest.by("operator").because("INC-2");
    static final Authorizer STAFF = Authorizer.groups(Map.of(
            "change-board",
            List.of("a.first", "b.second", "c.third", "m.meier"),
            Authorizer.OPERATORS,
            List.of("m.meier", "operator")));

    InMemoryRunStore store = new InMemoryRunStore();
    InMemoryLeases leases = new InMemoryLeases();
    final List<String> done = Collections.synchronizedList(new ArrayList<>());
    RecordingListener events;
    ManualTime time;
    Engine engine;
    private final List<Engine> engines = new ArrayList<>();

    TimedFixture() {
        this("2026-03-02T10:00:00Z");
    }

    TimedFixture(String at) {
        open(ManualTime.at(at));
    }

    private void open(ManualTime time) {
        this.time = time;
        events = new RecordingListener();
        engine = Emrops.builder(store, leases)
                .authorizer(STAFF)
                .time(time)
                .listener(events)
                .build();
        engines.add(engine);
    }

    /** The process dies without a word, and another one begins at the same time. */
    void crash() {
        leases.die();
        store = store.reopen();
        leases = leases.anotherProcess();
        open(ManualTime.at(time.wallClock()));
    }

    /** The engine is closed, and another process begins. */
    void restart() {
        close(engine);
        open(ManualTime.at(time.wallClock()));
    }

    Run start(Runbook book) {
        return engine.start(book, REQUEST);
    }

    void say(String what) {
        done.add(what);
    }

    static void awaitState(Run run, RunState state) throws InterruptedException {
        assertThat(run.awaitState(s -> s == state, SOON))
                .as("the run is %s (%s), not %s", run.state(), run.report().verdict(), state)
                .isTrue();
    }

    /** Moves the time on in small steps until the run is in this state. */
    void pass(Duration step, Run run, RunState state) throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            time.advance(step);
            if (run.awaitState(s -> s == state, Duration.ofMillis(20))) {
                return;
            }
        }
        awaitState(run, state);
    }

    /** Waits for somebody else's thread. */
    static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Waits for it, whoever interrupts. */
    static void ignoreInterruptsUntil(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // this is the body that does not listen
            }
        }
    }

    @Override
    public void close() {
        engines.forEach(TimedFixture::close);
    }

    private static void close(Engine engine) {
        var closer = new Thread(engine::close, "closer");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(SOON.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(closer.isAlive()).as("the engine cannot be closed").isFalse();
    }
}
