package io.emrops.testkit.engine;

import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.spi.RunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.RecordingListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** An engine on a store in memory, and a list in which bodies say what they do. */
final class EngineFixture implements AutoCloseable {
    static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-1");

    final InMemoryRunStore store = new InMemoryRunStore();
    final InMemoryLeases leases = new InMemoryLeases();
    final List<String> done = Collections.synchronizedList(new ArrayList<>());
    final RecordingListener events = new RecordingListener();
    Engine engine = on(store);

    Engine on(RunStore store) {
        return Emrops.builder(store, leases)
                .authorizer(Authorizer.groups(Map.of(
                        "change-board", List.of("a.first", "b.second", "m.meier"),
                        Authorizer.OPERATORS, List.of("m.meier", "operator"))))
                .listener(events)
                .build();
    }

    /** Another process on the same store: the first one is gone without a word. */
    void restart() {
        engine = on(store);
    }

    void say(String what) {
        done.add(what);
    }

    Report run(Runbook runbook) throws InterruptedException {
        return engine.start(runbook, REQUEST).await();
    }

    @Override
    public void close() {
        engine.close();
    }
}
