package io.emrops.testkit;

import io.emrops.Progress;
import io.emrops.replication.Ability;
import io.emrops.replication.FailedOver;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.ReadReplica;
import io.emrops.replication.ReadReplicas;
import io.emrops.replication.Reads;
import io.emrops.replication.ReplicaFailover;
import io.emrops.replication.ReplicationKind;
import io.emrops.replication.ReplicationStatus;
import io.emrops.replication.WayBack;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A group of replicas in memory, and a {@link ReplicaFailover} and {@link ReadReplicas} for it.
 *
 * <pre>{@code
 * var group = FakeReplication.availabilityGroup("EMRNext").clock(() -> night).primary("sql-a").synchronous("sql-b");
 * group.commit();
 * group.cutOff("sql-a");
 * }</pre>
 *
 * <p>Synchronous replicas have everything at once as long as they and the primary see each other; the others when the test says {@link
 * #catchUp}. An availability group has a cluster with a witness: a primary that sees neither takes no changes, and gives way when it comes back
 * to another. With log shipping nobody watches: a primary that is cut off goes on by itself, and so does one whose power comes back. No time
 * passes here but that of the clock.
 */
public final class FakeReplication extends Fake<FakeReplication> implements ReplicaFailover, ReadReplicas {
    private static final Set<String> READING =
            Set.of("target", "status", "possibleLoss", "preview", "readReplicas", "answersReads");
    private static final Set<String> CHANGING = Set.of("failOver", "force", "fence", "release", "resume", "let");

    private final FakeReplicas replicas;
    private final FakeReplicaViews views;
    private final FakeFailover rules;
    private final FakeReaders readers;
    private final AtomicReference<@Nullable RuntimeException> midway = new AtomicReference<>();

    private FakeReplication(String group, ReplicationKind kind) {
        super("fake-replication", group, READING, CHANGING);
        this.replicas = new FakeReplicas(kind);
        this.views = new FakeReplicaViews(group, replicas);
        this.rules = new FakeFailover(group, replicas, views);
        this.readers = new FakeReaders(group, replicas);
    }

    /** A group without replicas, which fail over as one. */
    public static FakeReplication availabilityGroup(String group) {
        return new FakeReplication(group, ReplicationKind.AVAILABILITY_GROUP);
    }

    /** A database whose log is shipped, without replicas. */
    public static FakeReplication logShipping(String database) {
        return new FakeReplication(database, ReplicationKind.LOG_SHIPPING);
    }

    /** The clock of all servers; the system's without this. */
    public FakeReplication clock(InstantSource clock) {
        return arrange(() -> replicas.clock(Objects.requireNonNull(clock, "clock")));
    }

    /** The first primary; it waits for no replica but those that are synchronous. */
    public FakeReplication primary(String name) {
        return arrange(() -> replicas.add(name, replicas.kind() == ReplicationKind.AVAILABILITY_GROUP, true));
    }

    /** A replica that the primary waits for. */
    public FakeReplication synchronous(String name) {
        if (replicas.kind() == ReplicationKind.LOG_SHIPPING) {
            throw new IllegalArgumentException("With log shipping no primary waits");
        }
        return arrange(() -> replicas.add(name, true, false));
    }

    /** A replica that gets what there is when it {@linkplain #catchUp catches up}; it begins with all. */
    public FakeReplication asynchronous(String name) {
        return arrange(() -> replicas.add(name, false, false));
    }

    /**
     * A user's change is committed on the primary that takes changes.
     *
     * @return its number; empty if nobody takes changes
     */
    public Optional<Long> commit() {
        return withState(() -> replicas.takingWrites().stream().findFirst().map(replicas::commit));
    }

    /** Gives an asynchronous replica all there is, if it follows. */
    public FakeReplication catchUp(String replica) {
        return arrange(() -> replicas.catchUp(replica));
    }

    /** Two replicas see each other no more; who asks sees both. */
    public FakeReplication cutLink(String one, String other) {
        return arrange(() -> replicas.cutLink(one, other));
    }

    /** They see each other again. */
    public FakeReplication healLink(String one, String other) {
        return arrange(() -> replicas.healLink(one, other));
    }

    /** Nobody sees this replica, who asks included; it goes on by itself. */
    public FakeReplication cutOff(String replica) {
        return arrange(() -> replicas.cutOff(replica, true));
    }

    /** It is seen again. */
    public FakeReplication reconnect(String replica) {
        return arrange(() -> replicas.cutOff(replica, false));
    }

    /** The server of this replica stops. */
    public FakeReplication powerOff(String replica) {
        return arrange(() -> replicas.power(replica, false));
    }

    /** It starts again. */
    public FakeReplication powerOn(String replica) {
        return arrange(() -> replicas.power(replica, true));
    }

    /** Nobody can tell up to when this replica holds all. */
    public FakeReplication forgetHowFar(String replica) {
        return arrange(() -> replicas.untold(replica, true));
    }

    /** Somebody copies all of the primary to this replica anew, and lets it follow. */
    public FakeReplication reseed(String replica) {
        return arrange(() -> replicas.reseed(replica));
    }

    /** The next failover stops half-way, with the old primary closed and the new one not open yet. */
    public FakeReplication failMidway(RuntimeException failure) {
        midway.set(failure);
        return this;
    }

    /** Who takes changes of users now, as an onlooker sees it who sees all. Not a call. */
    public List<String> takingWrites() {
        return observe(replicas::takingWrites);
    }

    /** How many took changes at a time at most since the beginning. Not a call. */
    public int mostTakingWrites() {
        return observe(replicas::mostTakingWrites);
    }

    /** The changes that a replica holds, by their numbers. Not a call. */
    public List<Long> held(String replica) {
        return observe(() -> List.copyOf(replicas.server(replica).log()));
    }

    @Override
    public ReplicationKind kind() {
        return replicas.kind();
    }

    @Override
    public Set<Ability> abilities() {
        return replicas.kind() == ReplicationKind.AVAILABILITY_GROUP
                ? EnumSet.allOf(Ability.class)
                : EnumSet.complementOf(EnumSet.of(Ability.RESUME));
    }

    @Override
    public ReplicationStatus status() {
        return reading("status", List.of(), views::status);
    }

    @Override
    public Loss possibleLoss(String replica) {
        return reading("possibleLoss", List.of(replica), () -> views.possibleLoss(replica));
    }

    @Override
    public List<String> preview(PlannedFailover failover) {
        return reading("preview", List.of(failover.to()), () -> rules.preview(failover));
    }

    @Override
    public List<String> preview(ForcedFailover failover) {
        return reading("preview", List.of(failover.to()), () -> rules.preview(failover));
    }

    @Override
    public FailedOver failOver(PlannedFailover failover, Progress progress) throws InterruptedException {
        var call = new Call("failOver", List.of(failover.from(), failover.to()), true);
        return changing(call, () -> {
            var done = withState(() -> rules.done(failover.to(), Optional.of(failover.from())));
            if (done.isPresent()) {
                return done.get();
            }
            withState(() -> {
                rules.require(failover);
                return rules.close(failover.from());
            });
            half();
            return applying(call, () -> {
                rules.requireGoOn(failover);
                return rules.open(failover);
            });
        });
    }

    @Override
    public FailedOver force(ForcedFailover failover, Progress progress) throws InterruptedException {
        var call = new Call("force", List.of(failover.to()), true);
        return changing(call, () -> {
            var done = withState(
                    () -> rules.done(failover.to(), failover.accepted().primary()));
            if (done.isPresent()) {
                return done.get();
            }
            withState(() -> {
                var lost = rules.require(failover);
                rules.closeOld(failover);
                return lost;
            });
            half();
            return applying(call, () -> {
                var lost = rules.require(failover);
                replicas.becomePrimary(failover.to(), true);
                return new FailedOver(
                        lost.group(), lost.primary(), failover.to(), replicas.now(), Optional.of(lost), forcedBack());
            });
        });
    }

    private WayBack forcedBack() {
        return replicas.kind() == ReplicationKind.LOG_SHIPPING ? WayBack.RESEED : WayBack.RESUME;
    }

    private void half() {
        var failure = midway.getAndSet(null);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void fence(String replica, Progress progress) throws InterruptedException {
        changing("fence", List.of(replica), () -> rules.fence(replica));
    }

    @Override
    public void release(String replica, Progress progress) throws InterruptedException {
        changing("release", List.of(replica), () -> rules.release(replica));
    }

    @Override
    public void resume(String replica, Progress progress) throws InterruptedException {
        changing("resume", List.of(replica), () -> rules.resume(replica));
    }

    @Override
    public List<ReadReplica> readReplicas() {
        return reading("readReplicas", List.of(), readers::all);
    }

    @Override
    public List<String> preview(String replica, Reads reads) {
        return reading("preview", List.of(replica), () -> readers.preview(replica, reads));
    }

    @Override
    public void let(String replica, Reads reads) throws InterruptedException {
        changing("let", List.of(replica, reads.name()), () -> {
            readers.let(replica, reads);
            return replica;
        });
    }

    @Override
    public boolean answersReads(String replica) {
        return reading("answersReads", List.of(replica), () -> readers.answers(replica));
    }

    @Override
    FakeReplication self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        replicas.read(from);
    }

    @Override
    void save(Tables to) {
        replicas.write(to);
    }
}
