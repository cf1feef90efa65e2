package io.emrops.haproxy;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.ServiceReload;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import io.emrops.network.PoolServer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LoadBalancer} that is a HAProxy, told over its runtime API; a socket of {@code level admin} is needed to change anything.
 *
 * <pre>{@code
 * // global:  node edge1 / stats socket /run/haproxy/admin.sock level admin / server-state-file /var/lib/haproxy/state
 * // backend emrnext-api:  option httpchk … / load-server-state-from-file global
 * //                       server-template s 6 127.0.0.1:1 check disabled
 * var edge = HaProxy.at(Path.of("/run/haproxy/admin.sock")).stateFile(Path.of("/var/lib/haproxy/state")).build();
 * edge.register("emrnext-api", List.of(new Endpoint("127.0.0.1", 32768)), Duration.ofSeconds(30));
 * }</pre>
 *
 * <p>A pool is a backend. Its servers are slots that have an address: a slot is free while it is in maintenance at the {@linkplain
 * Builder#placeholder placeholder's} address. A slot of a real address that somebody put into maintenance is a server in maintenance.
 * Endpoints are addresses, not names. Nothing is said of a server whose address is none, such as a unix socket.
 *
 * <p>A server with {@code check} gets no session before its own check has succeeded. One without is {@link
 * PoolServer.Health#UNCHECKED unchecked}, and gets them at once. Sessions that are bound to a slot by a cookie may reach the slot's next
 * server.
 *
 * <p>Threads of this process wait for each other where slots are taken and given back. Other processes may register other servers at the
 * same time: whoever finds that another one has taken its slot takes another slot. HAProxy offers no lock for more than that, so it is not
 * guaranteed between processes that two which register the same server take one slot for it ({@link #deregister} gives both back), nor what
 * becomes of a server that one registers while another deregisters it or the last one of its slot.
 *
 * @see <a href="https://docs.haproxy.org/2.6/management.html#9.3">Unix Socket commands (HAProxy Management Guide)</a>
 */
public final class HaProxy implements LoadBalancer {
    private static final Map<String, ReentrantLock> LOCKS = new ConcurrentHashMap<>();
    private static final Duration POLL = Duration.ofMillis(50);

    private final Link link;
    private final Optional<Link> master;
    private final Optional<OldWorkers> oldWorkers;
    private final Optional<StateFile> stateFile;
    private final Address placeholder;
    private final ReentrantLock lock;

    private HaProxy(Builder builder) {
        this.link = builder.link(builder.name, builder.address);
        this.master = Optional.ofNullable(builder.masterName)
                .map(name -> builder.link(name, Objects.requireNonNull(builder.masterAddress)));
        this.oldWorkers = master.map(OldWorkers::new);
        this.stateFile = Optional.ofNullable(builder.stateFile).map(StateFile::new);
        this.placeholder = builder.placeholder;
        this.lock = LOCKS.computeIfAbsent(builder.name, name -> new ReentrantLock());
    }

    /** One that takes commands on a unix socket of this machine. */
    public static Builder at(Path socket) {
        return new Builder(socket.toAbsolutePath().toString(), () -> UnixDomainSocketAddress.of(socket));
    }

    /** One that takes commands over TCP. Nothing protects what is said there: to be used on loopback and in trusted networks. */
    public static Builder at(String host, int port) {
        return new Builder(new Endpoint(host, port).toString(), () -> new InetSocketAddress(host, port));
    }

    /**
     * HAProxy has no identity of its own that outlives a reload: it is known by the {@code node} of its configuration, which is the host's name
     * unless it is set, and by the address where it takes commands.
     */
    @Override
    public Target target() {
        var node = Info.read(new Conversation(link)).node();
        return new Target("haproxy", node, node + " " + link.name());
    }

    @Override
    public List<PoolServer> servers(String pool) {
        var slots = pool(pool, new Conversation(link)).registered();
        var old = oldSessions(pool);
        return slots.stream()
                .map(slot -> slot.server(old.getOrDefault(slot.address().orElseThrow(), 0L)))
                .toList();
    }

    @Override
    public int room(String pool) {
        return pool(pool, new Conversation(link)).free().size();
    }

    /**
     * {@inheritDoc}
     *
     * @throws PreconditionFailedException also if a server is told by its name, or the socket may not change anything
     */
    @Override
    public void register(String pool, Collection<Endpoint> servers, Duration wellWithin) throws InterruptedException {
        if (wellWithin.isNegative() || wellWithin.isZero()) {
            throw new IllegalArgumentException("There has to be time to become well: " + wellWithin);
        }
        var until = System.nanoTime() + wellWithin.toNanos();
        var wanted = addresses(servers);
        var talk = new Conversation(link);
        var registration = new Registration(pool(pool, talk), wanted);
        try {
            change(talk, registration::begin);
            while (!registration.isDone()) {
                var left = until - System.nanoTime();
                if (left <= 0) {
                    throw new StepFailedException("Not well within " + wellWithin.toMillis() / 1000.0 + " s in pool "
                            + pool + ": " + String.join(", ", registration.missing()));
                }
                if (registration.isDisplaced()) {
                    change(talk, registration::claimAgain);
                }
                pause(left);
            }
            change(talk, () -> {});
        } catch (TargetUnavailableException | OutcomeUnknownException e) {
            throw e;
        } catch (RuntimeException | InterruptedException e) {
            if (talk.hasChanged()) {
                change(talk, () -> registration.takeBack(e));
            }
            throw e;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>After a reload the old worker goes on with the sessions that it has. They are waited for too if the {@linkplain Builder#masterSocket
     * master's socket} is set; without it they are not seen, and the server that is stopped then cuts them.
     */
    @Override
    public long drain(String pool, Collection<Endpoint> servers, Duration atMost, Progress progress)
            throws InterruptedException {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("No time to wait: " + atMost);
        }
        var until = System.nanoTime() + atMost.toNanos();
        var wanted = addresses(servers);
        var talk = new Conversation(link);
        var of = pool(pool, talk);
        // A master that does not answer is to be found out before anything is changed.
        oldSessions(pool);
        change(
                talk,
                () -> of.registered(wanted).stream()
                        .filter(slot -> slot.admission() == PoolServer.Admission.READY)
                        .forEach(of::drain));
        var total = 0L;
        while (true) {
            var open = of.registered(wanted).stream().mapToLong(Slot::sessions).sum() + oldSessions(pool, wanted);
            total = Math.max(total, open);
            var left = until - System.nanoTime();
            if (open == 0 || left <= 0) {
                return open;
            }
            progress.report(total - open, total, "sessions ended");
            pause(left);
        }
    }

    @Override
    public void ready(String pool, Endpoint server) {
        changeSlots(pool, server, Pool::makeReady);
    }

    @Override
    public void deregister(String pool, Collection<Endpoint> servers) {
        var wanted = addresses(servers);
        var talk = new Conversation(link);
        var of = pool(pool, talk);
        change(talk, () -> of.registered(wanted).forEach(of::vacate));
    }

    @Override
    public void weight(String pool, Endpoint server, int weight) {
        if (weight < 0 || weight > 256) {
            throw new IllegalArgumentException("A weight is 0 to 256: " + weight);
        }
        changeSlots(pool, server, (of, slot) -> of.weight(slot, weight));
    }

    private void changeSlots(String pool, Endpoint server, BiConsumer<Pool, Slot> change) {
        var wanted = addresses(List.of(server));
        var talk = new Conversation(link);
        var of = pool(pool, talk);
        change(talk, () -> {
            var slots = of.registered(wanted);
            if (slots.isEmpty()) {
                throw new PreconditionFailedException("Pool " + pool + " has no server " + server);
            }
            slots.forEach(slot -> change.accept(of, slot));
        });
    }

    /**
     * Lets HAProxy read its configuration again, in a new worker process that goes on with the servers of the old one; those who are
     * connected to the old one are served to their end. Returns when the new one works.
     *
     * @param within how long to wait for the new worker
     * @throws PreconditionFailedException if there is no {@linkplain Builder#stateFile state file}, without which all servers would be lost, or
     *     no {@linkplain Builder#masterSocket master's socket}; nothing was changed
     * @throws StepFailedException if HAProxy refuses its configuration, and goes on with the old one; or if the new worker does not have the
     *     servers of the old one, those of slots that the new configuration does not have included
     */
    public void reload(Duration within) throws InterruptedException {
        var file = stateFile.orElseThrow(() -> new PreconditionFailedException(
                "Without a state file a reload of HAProxy would lose its servers; it was not reloaded"));
        var reload = new Reload(
                link,
                master.orElseThrow(() -> new PreconditionFailedException(
                        "HAProxy is reloaded over its master's socket, and none is set; it was not reloaded")),
                placeholder);
        lock.lockInterruptibly();
        try {
            reload.run(file, within);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has HAProxy show the certificate that is in a file by now, without a reload: connections go on, none is refused meanwhile. For a {@code
     * CertificateManager} whose store is that file.
     *
     * <p>The certificate and its key go over the socket, so it has to be a unix socket. Where HAProxy does not take them, such as for a key that is another
     * certificate's, it goes on with the one before; {@code StepFailedException} says so. Lost in the middle, it is {@code OutcomeUnknownException}. May be repeated.
     *
     * @param file PEM with certificate, chain and key, by the path that HAProxy's configuration names it by
     * @see <a href="https://docs.haproxy.org/2.6/management.html#9.3-set%20ssl%20cert">set ssl cert, commit ssl cert (HAProxy Management Guide)</a>
     */
    public ServiceReload certificate(Path file) {
        var update = new CertificateUpdate(link, file);
        return ServiceReload.of("Have HAProxy show what is in " + file, progress -> update.run());
    }

    private Map<Address, Long> oldSessions(String pool) {
        return oldWorkers.map(old -> old.sessions(pool, placeholder)).orElseGet(Map::of);
    }

    /** Of servers that have been drained. */
    private long oldSessions(String pool, Set<Address> wanted) {
        try {
            var old = oldSessions(pool);
            return wanted.stream()
                    .mapToLong(server -> old.getOrDefault(server, 0L))
                    .sum();
        } catch (TargetUnavailableException e) {
            throw new OutcomeUnknownException("It is not known which sessions HAProxy's old workers still have", e);
        }
    }

    private Pool pool(String name, Conversation talk) {
        return new Pool(name, placeholder, talk);
    }

    /** Changes what nobody else of this process changes meanwhile, and keeps the servers' state. */
    private void change(Conversation talk, Runnable change) {
        lock.lock();
        try {
            if (!talk.hasChanged()) {
                stateFile.ifPresent(file -> file.keepBefore(talk));
            }
            change.run();
            stateFile.ifPresent(file -> file.keepAfter(talk));
        } catch (StepFailedException e) {
            keepHalf(talk, e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private void keepHalf(Conversation talk, StepFailedException failure) {
        try {
            stateFile.ifPresent(file -> file.keepAfter(talk));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    static void pause(long leftNanos) throws InterruptedException {
        Thread.sleep(Math.max(1, Math.min(POLL.toMillis(), leftNanos / 1_000_000)));
    }

    private static Set<Address> addresses(Collection<Endpoint> servers) {
        var addresses = new LinkedHashSet<Address>();
        servers.forEach(server -> addresses.add(Address.of(server)));
        return addresses;
    }

    /** Puts a {@link HaProxy} together; asks nothing. */
    public static final class Builder {
        private final String name;
        private final Supplier<SocketAddress> address;
        private @Nullable String masterName;
        private @Nullable Supplier<SocketAddress> masterAddress;
        private @Nullable Path stateFile;
        private Address placeholder = Address.of(new Endpoint("127.0.0.1", 1));
        private Duration connectWithin = Duration.ofSeconds(5);
        private Duration answerWithin = Duration.ofSeconds(10);

        private Builder(String name, Supplier<SocketAddress> address) {
            this.name = name;
            this.address = address;
        }

        /** The address of slots that are free, as their {@code server-template} has it; {@code 127.0.0.1:1} unless this is called. */
        public Builder placeholder(String address, int port) {
            placeholder = Address.of(new Endpoint(address, port));
            return this;
        }

        /**
         * Where the servers' state is written after each change and before a reload. It has to be the {@code server-state-file} of HAProxy's
         * configuration, whose backends have {@code load-server-state-from-file global}; then a reload by others keeps the servers too.
         */
        public Builder stateFile(Path file) {
            stateFile = file.toAbsolutePath();
            return this;
        }

        /**
         * Where the master process takes commands: {@code haproxy -W -S /run/haproxy/master.sock}. For {@link HaProxy#reload}, and for the
         * sessions of old workers in {@link HaProxy#drain} and {@link HaProxy#servers}, which fail if it does not answer.
         */
        public Builder masterSocket(Path socket) {
            masterName = socket.toAbsolutePath().toString();
            masterAddress = () -> UnixDomainSocketAddress.of(socket);
            return this;
        }

        /** The same over TCP. */
        public Builder masterSocket(String host, int port) {
            masterName = new Endpoint(host, port).toString();
            masterAddress = () -> new InetSocketAddress(host, port);
            return this;
        }

        /** How long a connection may take until it stands; 5 seconds unless this is called. */
        public Builder connectWithin(Duration most) {
            connectWithin = requirePositive(most);
            return this;
        }

        /** How long HAProxy may take for an answer; 10 seconds unless this is called. */
        public Builder answerWithin(Duration most) {
            answerWithin = requirePositive(most);
            return this;
        }

        public HaProxy build() {
            return new HaProxy(this);
        }

        private Link link(String name, Supplier<SocketAddress> address) {
            return new Link(name, address, connectWithin, answerWithin);
        }

        private static Duration requirePositive(Duration most) {
            if (most.isNegative() || most.isZero()) {
                throw new IllegalArgumentException("There has to be some time: " + most);
            }
            return most;
        }
    }
}
