package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.metrics.Cpu;
import io.emrops.metrics.Health;
import io.emrops.metrics.Instance;
import io.emrops.metrics.InstanceMetrics;
import io.emrops.metrics.Measurement;
import io.emrops.metrics.Memory;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.MetricsWatch;
import io.emrops.metrics.State;
import io.emrops.metrics.Traffic;
import io.emrops.metrics.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Services in memory that use what a test says, and a {@link MetricsProvider} for them.
 *
 * <pre>{@code
 * var metrics = FakeMetrics.of("emrnext", "api", "redis").cpu("api", 0.8).memory("api", DataSize.gib(1));
 * }</pre>
 *
 * <p>{@link #measure} does not wait: its samples are told to be so far apart, and {@link #during} says what happens between them. With {@link #keptIn}, the services are arranged anew by each process.
 */
public final class FakeMetrics extends Fake<FakeMetrics> implements MetricsProvider {
    private static final int HISTORY = 300;

    private final Map<String, Measured> instances = new TreeMap<>();
    private final Map<Integer, Runnable> during = new TreeMap<>();
    private final List<FakeWatch> watches = new ArrayList<>();
    private InstantSource clock = InstantSource.system();
    private Duration ahead = Duration.ZERO;
    private int ids;

    private FakeMetrics(String application, List<String> services) {
        super("fake-metrics", application, Set.of("target", "sample", "watch", "measure"), Set.of());
        services.forEach(this::start);
    }

    /** What an instance uses at each moment. */
    private record Measured(Instance instance, State state, double cpu, DataSize memory, double[] bytes) {}

    /**
     * An application of services with an instance each, which do next to nothing.
     *
     * @param services their names; one named twice has two instances
     */
    public static FakeMetrics of(String application, String... services) {
        return new FakeMetrics(application, List.of(services));
    }

    /** The platform's clock; the system's without this. What was started before is started now by it. */
    public FakeMetrics clock(InstantSource clock) {
        return arrange(() -> {
            this.clock = Objects.requireNonNull(clock, "clock");
            instances.replaceAll((name, m) -> new Measured(
                    m.instance,
                    new State(
                            m.state.status(),
                            m.state.running(),
                            m.state.health(),
                            now(),
                            m.state.restarts(),
                            m.state.oomKills()),
                    m.cpu,
                    m.memory,
                    m.bytes));
        });
    }

    /** One more instance of a service is started. */
    public FakeMetrics start(String service) {
        return arrange(() -> {
            var number = 1;
            while (instances.containsKey(service + "-" + number)) {
                number++;
            }
            var state = new State("running", true, Health.HEALTHY, now(), 0, 0);
            put(new Measured(
                    new Instance(service, number, "fake-" + ++ids), state, 0.01, DataSize.mib(64), new double[] {
                        1000, 1000
                    }));
        });
    }

    /** The last instance of a service is removed. */
    public FakeMetrics remove(String service) {
        return arrange(() -> instances.remove(last(service)));
    }

    /** All instances of a service have so many processors in use from now on, of the one that they may use. */
    public FakeMetrics cpu(String service, double used) {
        return change(service, m -> new Measured(m.instance, m.state, used, m.memory, m.bytes));
    }

    /** All instances of a service use so much memory from now on. */
    public FakeMetrics memory(String service, DataSize used) {
        return change(service, m -> new Measured(m.instance, m.state, m.cpu, used, m.bytes));
    }

    /** All instances of a service receive and send so many bytes a second from now on, and write and read half as many. */
    public FakeMetrics traffic(String service, double received, double sent) {
        return change(service, m -> new Measured(m.instance, m.state, m.cpu, m.memory, new double[] {received, sent}));
    }

    /** All instances of a service are so by their health checks. */
    public FakeMetrics health(String service, Health health) {
        return state(
                service, s -> new State(s.status(), s.running(), health, s.startedAt(), s.restarts(), s.oomKills()));
    }

    /** The platform starts all instances of a service again, after they ended by themselves. */
    public FakeMetrics restart(String service) {
        return state(service, s -> new State("running", true, s.health(), now(), s.restarts() + 1, s.oomKills()));
    }

    /** All instances of a service run out of memory: a process of each is killed. */
    public FakeMetrics runOutOfMemory(String service) {
        return state(
                service,
                s -> new State(s.status(), s.running(), s.health(), s.startedAt(), s.restarts(), s.oomKills() + 1));
    }

    /** All instances of a service end, and are still there. */
    public FakeMetrics end(String service) {
        return state(
                service, s -> new State("exited", false, Health.UNCHECKED, s.startedAt(), s.restarts(), s.oomKills()));
    }

    /**
     * What happens before a sample of the next {@link #measure}.
     *
     * @param sample from 1
     * @param happening such as {@code () -> metrics.restart("api")}
     */
    public FakeMetrics during(int sample, Runnable happening) {
        return arrange(() -> during.put(sample, happening));
    }

    @Override
    public MetricsSample sample() throws InterruptedException {
        return readingLong("sample", List.of(), this::look);
    }

    /** A watch whose history gets a sample at each look. */
    @Override
    public MetricsWatch watch() {
        return reading("watch", List.of(), () -> {
            var watch = new FakeWatch();
            watches.add(watch);
            return watch;
        });
    }

    /** Whether a service has an instance; not a call. */
    public boolean isThere(String service) {
        return observe(() -> instances.values().stream()
                .anyMatch(each -> each.instance.service().equals(service)));
    }

    /** Whether a watch was opened and not closed; not a call. */
    public boolean isWatched() {
        return observe(() -> !watches.isEmpty());
    }

    @Override
    public Measurement measure(Duration window, Duration every, Progress progress) throws InterruptedException {
        var from = readingLong("measure", List.of(window.toString(), every.toString()), this::now);
        var empty = new Measurement(from, window, every, List.of());
        var samples = new ArrayList<MetricsSample>();
        var total = window.dividedBy(every);
        for (var i = 1; i <= total; i++) {
            var happening = Optional.ofNullable(during.remove(i));
            happening.ifPresent(Runnable::run);
            if (isDown()) {
                throw new TargetUnavailableException("The platform was lost while it was measured");
            }
            arrange(() -> ahead = ahead.plus(every));
            samples.add(observe(this::look));
            progress.report(i, total, "samples");
        }
        return new Measurement(empty.from(), window, every, samples);
    }

    private Instant now() {
        return clock.instant().plus(ahead);
    }

    private MetricsSample look() {
        var now = now();
        return new MetricsSample(
                now, instances.values().stream().map(each -> look(each, now)).toList());
    }

    private static InstanceMetrics look(Measured each, Instant now) {
        var seconds = Math.max(0, Duration.between(each.state.startedAt(), now).toMillis() / 1000.0);
        var network = new Traffic((long) (each.bytes[0] * seconds), (long) (each.bytes[1] * seconds));
        var usage = new Usage(
                now,
                Optional.of(new Cpu(each.cpu, 1, true, Duration.ofSeconds(1))),
                Optional.of(new Memory(each.memory, Optional.empty())),
                Optional.of(network),
                Optional.of(new Traffic(network.in() / 2, network.out() / 2)),
                Optional.of(4L));
        return new InstanceMetrics(
                each.instance, each.state, each.state.running() ? Optional.of(usage) : Optional.empty(), Duration.ZERO);
    }

    private void put(Measured measured) {
        instances.put(measured.instance.name(), measured);
    }

    private String last(String service) {
        return instances.values().stream()
                .map(Measured::instance)
                .filter(each -> each.service().equals(service))
                .reduce((one, later) -> later)
                .orElseThrow(() -> new IllegalArgumentException("There is no service " + service))
                .name();
    }

    private FakeMetrics state(String service, UnaryOperator<State> change) {
        return change(service, m -> new Measured(m.instance, change.apply(m.state), m.cpu, m.memory, m.bytes));
    }

    private FakeMetrics change(String service, UnaryOperator<Measured> change) {
        return arrange(() -> {
            last(service);
            List.copyOf(instances.values()).stream()
                    .filter(each -> each.instance.service().equals(service))
                    .forEach(each -> put(change.apply(each)));
        });
    }

    @Override
    FakeMetrics self() {
        return this;
    }

    @Override
    void restore(Tables from) {}

    @Override
    void save(Tables to) {}

    private final class FakeWatch implements MetricsWatch {
        private final List<MetricsSample> history = new ArrayList<>();

        @Override
        public MetricsSample latest() {
            requireOpen();
            if (isDown()) {
                throw new TargetUnavailableException("The platform was lost and is not back yet");
            }
            return observe(() -> {
                var sample = look();
                history.add(sample);
                if (history.size() > HISTORY) {
                    history.remove(0);
                }
                return sample;
            });
        }

        @Override
        public List<MetricsSample> history() {
            requireOpen();
            return observe(() -> List.copyOf(history));
        }

        private void requireOpen() {
            if (!observe(() -> watches.contains(this))) {
                throw new IllegalStateException("This watch is closed");
            }
        }

        @Override
        public void close() {
            arrange(() -> watches.remove(this));
        }
    }
}
