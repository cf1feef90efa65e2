package io.emrops.windows;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.Transport;
import io.emrops.windows.wire.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A host behind a transport. */
final class ConnectedHost implements PowerShellHost {
    private static final String KIND = "windows";
    private static final String NOT_ASKED = "not asked yet";

    private final String name;
    private final Transport transport;
    private final ScriptRuns runs;
    private final Duration connectWithin;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Target target;

    ConnectedHost(String name, Transport transport, PowerShellHostBuilder<?> settings) {
        this.name = name;
        this.transport = transport;
        this.runs = new ScriptRuns(settings.program, settings.rawErrors);
        this.connectWithin = settings.connectWithin;
    }

    /** Something that is done while the host has let us in. */
    @FunctionalInterface
    interface Visit<T> {
        T make(Transport.Connection connection, Target target, Deadline deadline) throws InterruptedException;
    }

    @Override
    public Target target() {
        var known = target;
        return known == null ? askWhoItIs() : known;
    }

    private Target askWhoItIs() {
        try {
            asking.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            var known = target;
            if (known == null) {
                known = new Target(KIND, name, identity().machineGuid());
                target = known;
            }
            return known;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            asking.unlock();
        }
    }

    private TargetUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TargetUnavailableException(
                named() + " was not asked to the end: the thread was interrupted; nothing was changed", e, named());
    }

    /** For messages, where the host may never have been asked. */
    private Target named() {
        var known = target;
        return known == null ? new Target(KIND, name, NOT_ASKED) : known;
    }

    @Override
    public MachineIdentity identity() throws InterruptedException {
        return run(Scripts.IDENTITY.with(new Scripts.Nothing()));
    }

    @Override
    public <A> A run(PowerShellCall<A> call) throws InterruptedException {
        return visit(call.within, (connection, here, deadline) -> runs.run(connection, here, call, deadline));
    }

    @Override
    public Upload upload(Path file, String to, Progress progress) throws InterruptedException {
        return FileUpload.of(file, to).send(this, runs, progress);
    }

    <T> T visit(Duration within, Visit<T> visit) throws InterruptedException {
        var deadline = Deadline.in(within);
        var here = named();
        try (var connection = transport.connect(deadline.orIn(connectWithin))) {
            return visit.make(connection, here, deadline);
        } catch (TransportException e) {
            throw Failure.beforeAnythingRan(here, e);
        }
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return named().toString();
    }
}
