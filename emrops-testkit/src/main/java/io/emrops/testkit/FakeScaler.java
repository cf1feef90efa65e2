package io.emrops.testkit;

import io.emrops.Change;
import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.Service;
import io.emrops.scaling.Capacity;
import io.emrops.scaling.ResourceState;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A {@link Scaler} in memory, for the application of a {@link FakeDeployer}: the numbers of instances are that one's, and are seen by it.
 *
 * <pre>{@code
 * var scaler = FakeScaler.of(deployer)
 *         .host("8", DataSize.gib(32))
 *         .limits("api", Resources.unlimited().memory(DataSize.mib(512)))
 *         .using("api", DataSize.mib(300));
 * }</pre>
 */
public final class FakeScaler extends Fake<FakeScaler> implements Scaler {
    private static final Set<String> READING =
            Set.of("target", "capacity", "previewScale", "previewResize", "resources");
    private static final Set<String> CHANGING = Set.of("scale", "resize", "restore");

    private final FakeDeployer deployer;
    private final FakeLimits limits = new FakeLimits();
    private final Map<String, Integer> unwell = new TreeMap<>();
    private final Set<String> failing = new TreeSet<>();
    private final Map<String, DataSize> used = new TreeMap<>();
    private Optional<BigDecimal> processors = Optional.empty();
    private Optional<DataSize> memory = Optional.empty();
    private boolean canResize = true;

    private FakeScaler(FakeDeployer deployer, String application) {
        super("fake-scaler", application, READING, CHANGING);
        this.deployer = deployer;
    }

    /** The services of this application. */
    public static FakeScaler of(FakeDeployer deployer) {
        return new FakeScaler(deployer, deployer.target().name());
    }

    /** The limits that the application's definition gives a service; none without this. */
    public FakeScaler limits(String service, Resources defined) {
        return arrange(() -> limits.define(service, defined));
    }

    /** What the machine has: limits beyond that are refused. Endless without this. */
    public FakeScaler host(String processors, DataSize memory) {
        return arrange(() -> {
            this.processors = Optional.of(new BigDecimal(processors));
            this.memory = Optional.of(memory);
        });
    }

    /** What each instance of a service uses now: a limit below that is refused. */
    public FakeScaler using(String service, DataSize amount) {
        return arrange(() -> used.put(service, amount));
    }

    /** New instances of a service do not become well, until {@link #wellFromNow}. */
    public FakeScaler newInstancesFail(String service) {
        return arrange(() -> failing.add(service));
    }

    /** New instances of a service become well again, and so do those that did not. */
    public FakeScaler wellFromNow(String service) {
        return arrange(() -> {
            failing.remove(service);
            unwell.remove(service);
        });
    }

    /** It cannot change limits, and says so. */
    public FakeScaler withoutResize() {
        return arrange(() -> canResize = false);
    }

    /** All instances are replaced by new ones with the limits that are kept, as by a roll-out. */
    public FakeScaler replaceInstances() {
        return arrange(limits::startAfresh);
    }

    /** Somebody gives the running instances of a service other limits, which a start forgets. */
    public FakeScaler changeByHand(String service, Resources resources) {
        return arrange(() -> limits.live(service, resources));
    }

    /** How many instances of a service have no work because they did not become well, as an onlooker sees it. Not a call. */
    public int withoutWork(String service) {
        return observe(() -> unwell.getOrDefault(service, 0));
    }

    /** The limits of a service's instances, as an onlooker sees it. Not a call. */
    public Resources limits(String service) {
        return observe(() -> limits.live(service));
    }

    @Override
    public Capacity capacity(String service) {
        return reading("capacity", List.of(service), () -> now(service));
    }

    @Override
    public List<String> previewScale(String service, int replicas) {
        requireReplicas(replicas);
        var args = List.of(service, Integer.toString(replicas));
        return reading("previewScale", args, () -> linesOfScale(service, replicas));
    }

    private List<String> linesOfScale(String service, int replicas) {
        var now = require(service).replicas();
        var lines = new ArrayList<String>();
        if (now != replicas) {
            lines.add(new Change("service " + service, count(now), count(replicas)).toString());
        }
        var idle = Math.min(unwell.getOrDefault(service, 0), replicas);
        if (idle > 0 && now <= replicas) {
            lines.add("service " + service + ": " + idle + " of its replicas are not well and have no work");
        }
        return lines;
    }

    @Override
    public Capacity scale(String service, int replicas, Progress progress) throws InterruptedException {
        requireReplicas(replicas);
        var call = new Call("scale", List.of(service, Integer.toString(replicas)), true);
        return changing(call, () -> {
            applying(call, () -> start(service, replicas));
            progress.report(replicas, replicas, "instances");
            var idle = withoutWork(service);
            if (idle > 0) {
                throw new StepFailedException(
                        idle + " of " + count(replicas) + " of " + service
                                + " did not become well and have no work; scale in again",
                        null,
                        null,
                        "unhealthy");
            }
            return observe(() -> now(service));
        });
    }

    private int start(String service, int replicas) {
        var before = require(service).replicas();
        // Those that are not well go first.
        var idle = Math.max(0, unwell.getOrDefault(service, 0) - Math.max(0, before - replicas));
        var more = failing.contains(service) ? Math.max(0, replicas - before) : 0;
        unwell.put(service, idle + more);
        deployer.replicas(service, replicas);
        return replicas;
    }

    @Override
    public List<String> previewResize(String service, Resources resources) {
        return reading(
                "previewResize", List.of(service, resources.toString()), () -> linesOfResize(service, resources));
    }

    private List<String> linesOfResize(String service, Resources resources) {
        requirePossible(service, resources);
        var lines = new ArrayList<String>();
        if (!limits.live(service).equals(resources)) {
            var from = limits.live(service).toString();
            lines.add(new Change("service " + service, from, resources.toString()).toString());
        }
        if (!limits.keeps(service, resources)) {
            lines.add("service " + service + ": kept for later starts");
        }
        return lines;
    }

    @Override
    public Capacity resize(String service, Resources resources, Progress progress) throws InterruptedException {
        return changing("resize", List.of(service, resources.toString()), () -> {
            requirePossible(service, resources);
            limits.live(service, resources);
            limits.keep(service, resources);
            return now(service);
        });
    }

    @Override
    public ResourceState resources(String service) {
        return reading("resources", List.of(service), () -> {
            require(service);
            return new ResourceState(service, limits.live(service), limits.kept(service));
        });
    }

    @Override
    public Capacity restore(ResourceState state, Progress progress) throws InterruptedException {
        return changing("restore", List.of(state.service()), () -> {
            requirePossible(state.service(), state.resources());
            limits.live(state.service(), state.resources());
            limits.keepAgain(state.service(), state.kept());
            return now(state.service());
        });
    }

    private Capacity now(String service) {
        return new Capacity(require(service).replicas(), limits.live(service));
    }

    private Service require(String service) {
        return deployer.running()
                .service(Objects.requireNonNull(service, "service"))
                .orElseThrow(() -> new PreconditionFailedException("There is no service " + service));
    }

    private void requirePossible(String service, Resources resources) {
        require(service);
        if (!canResize) {
            throw new PreconditionFailedException("This platform cannot change the limits of what runs");
        }
        if (processors.isPresent()
                && resources
                        .cpus()
                        .filter(c -> c.compareTo(processors.get()) > 0)
                        .isPresent()) {
            throw new PreconditionFailedException("There are only " + processors.get() + " processors");
        }
        var most = resources.memory();
        if (memory.isPresent()
                && most.filter(m -> m.compareTo(memory.get()) > 0).isPresent()) {
            throw new PreconditionFailedException("There is only " + memory.get() + " of memory");
        }
        var uses = used.getOrDefault(service, new DataSize(0));
        if (most.filter(m -> m.compareTo(uses) < 0).isPresent()) {
            throw new PreconditionFailedException("An instance of " + service + " uses " + uses + " now");
        }
    }

    private static void requireReplicas(int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("A service has no fewer than 0 replicas: " + replicas);
        }
    }

    private static String count(int replicas) {
        return replicas + (replicas == 1 ? " replica" : " replicas");
    }

    @Override
    FakeScaler self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        limits.read(from);
        unwell.clear();
        from.rows("unwell").forEach(row -> unwell.put(row.get(0), Integer.valueOf(row.get(1))));
    }

    @Override
    void save(Tables to) {
        limits.write(to);
        unwell.forEach((service, count) -> to.add("unwell", service, Integer.toString(count)));
    }
}
