package io.emrops.testkit;

import io.emrops.Progress;
import io.emrops.logs.LogCollection;
import io.emrops.logs.LogCollector;
import io.emrops.logs.LogRequest;
import io.emrops.spi.log.LogPass;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The logs of an application in memory, and a {@link LogCollector} for them.
 *
 * <pre>{@code
 * var logs = FakeLogs.of("emrnext", "api", "web").write("api", "ERROR order 17 lost");
 * }</pre>
 *
 * <p>Each service has one instance, {@code api-1}. A line looks like an error if it has the word ERROR; what errors have in common is the
 * line without its digits. Collecting counts as a change, as it makes files.
 */
public final class FakeLogs extends Fake<FakeLogs> implements LogCollector {
    private final Map<String, FakeInstanceLog> logs = new TreeMap<>();
    private final AtomicReference<@Nullable Midway> midway = new AtomicReference<>();
    private InstantSource clock = InstantSource.system();

    private record Midway(int lines, RuntimeException failure) {}

    private FakeLogs(String application, List<String> services) {
        super("fake-logs", application, Set.of("target", "preview"), Set.of("collect"));
        services.forEach(service -> logs.put(service, new FakeInstanceLog(service)));
    }

    /** Services that have written nothing. */
    public static FakeLogs of(String application, String... services) {
        return new FakeLogs(application, List.of(services));
    }

    /** The platform's clock; the system's without this. */
    public FakeLogs clock(InstantSource clock) {
        return arrange(() -> this.clock = Objects.requireNonNull(clock, "clock"));
    }

    /** The service writes a line now. */
    public FakeLogs write(String service, String line) {
        return write(service, clock.instant(), line.getBytes(StandardCharsets.UTF_8), false);
    }

    /** The service has written a line. */
    public FakeLogs write(String service, Instant at, String line) {
        return write(service, at, line.getBytes(StandardCharsets.UTF_8), false);
    }

    /** The service has written a line to one of its outputs. */
    public FakeLogs write(String service, Instant at, byte[] line, boolean error) {
        return arrange(() -> of(service).add(at, line, error));
    }

    /** The service's instance took the place of another, whose log is gone. */
    public FakeLogs replaced(String service, Instant at) {
        return arrange(() -> of(service).replaced(at));
    }

    /** The platform cannot read the service's log from now on. */
    public FakeLogs unreadable(String service) {
        return arrange(() -> of(service).unreadable());
    }

    /** The next collection fails when it has read so many lines. */
    public FakeLogs failMidway(int lines, RuntimeException failure) {
        midway.set(new Midway(lines, failure));
        return this;
    }

    private FakeInstanceLog of(String service) {
        var log = logs.get(service);
        if (log == null) {
            throw new IllegalArgumentException("There is no service " + service + " but " + logs.keySet());
        }
        return log;
    }

    @Override
    public List<String> preview(LogRequest request) {
        return reading("preview", List.of(request.toString()), () -> {
            LogPass.requireDirectory(request);
            LogPass.requireServices(request, logs.keySet());
            return logs.keySet().stream()
                    .filter(request::wants)
                    .map(service -> service + ": 1 instance")
                    .toList();
        });
    }

    @Override
    public LogCollection collect(LogRequest request, Progress progress) throws InterruptedException {
        LogPass.requireDirectory(request);
        var self = target();
        var call = new Call("collect", List.of(request.toString()), true);
        return changing(call, () -> {
            var wanted = observe(() -> {
                LogPass.requireServices(request, logs.keySet());
                return logs.values().stream()
                        .filter(log -> request.wants(log.service()))
                        .map(FakeInstanceLog::copy)
                        .toList();
            });
            var pass = new LogPass(self, request, now());
            for (var log : wanted) {
                log.createdAfter(pass.since()).ifPresent(at -> pass.createdLater(log.service(), log.instance(), at));
            }
            var failing = midway.getAndSet(null);
            var left = new int[] {failing == null ? Integer.MAX_VALUE : failing.lines()};
            wanted.forEach(log -> log.before(() -> {
                if (failing != null && left[0]-- <= 0) {
                    throw failing.failure();
                }
            }));
            var collection = pass.run(wanted, new FakeErrors(), progress);
            return applying(call, () -> collection);
        });
    }

    private Instant now() {
        return observe(() -> clock.instant());
    }

    @Override
    FakeLogs self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        logs.values().forEach(FakeInstanceLog::clear);
        for (var row : from.rows("line")) {
            of(row.get(0))
                    .add(
                            Instant.parse(row.get(1)),
                            Base64.getDecoder().decode(row.get(2)),
                            Boolean.parseBoolean(row.get(3)));
        }
    }

    @Override
    void save(Tables to) {
        var rows = new ArrayList<List<String>>();
        logs.values().forEach(log -> log.write(rows));
        rows.forEach(row -> to.add("line", row));
    }
}
