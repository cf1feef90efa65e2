package io.emrops.vantage;

import io.emrops.TargetUnavailableException;
import io.emrops.network.Endpoint;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Phase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.TimeUnit;

/**
 * A TCP connection. It never blocks beyond its deadline, however slowly the other side drips, and an interrupt ends it: neither is so of a
 * blocking socket, whose timeout begins anew with each byte.
 */
final class TcpLine implements Line, AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private Deadline deadline;

    private TcpLine(SocketChannel channel, Selector selector, Deadline deadline) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    /** Work on a connection. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException, Obstructed, InterruptedException;
    }

    /**
     * @throws TargetUnavailableException if this machine has none to spare
     * @throws Obstructed caused by a {@link java.net.BindException} if it has no address of its own or no free port to go there from
     */
    static TcpLine connect(InetSocketAddress to, Deadline deadline) throws Obstructed, InterruptedException {
        TcpLine line;
        try {
            line = open(deadline);
        } catch (IOException e) {
            throw new TargetUnavailableException(
                    "This machine opens no more connections, such as for want of file descriptors; " + endpoint(to)
                            + " was not looked at",
                    e);
        }
        try {
            line.connect(to);
            return line;
        } catch (Obstructed | InterruptedException | RuntimeException e) {
            line.close();
            throw e;
        }
    }

    private static TcpLine open(Deadline deadline) throws IOException {
        var channel = SocketChannel.open();
        try {
            return new TcpLine(channel, Selector.open(), deadline);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void connect(InetSocketAddress to) throws Obstructed, InterruptedException {
        try {
            interruptibly(() -> {
                var connected = channel.connect(to);
                while (!connected) {
                    await(SelectionKey.OP_CONNECT, Phase.CONNECTION);
                    connected = channel.finishConnect();
                }
                requireAnother(to);
                return to;
            });
        } catch (ConnectException e) {
            throw new Obstructed(
                    String.valueOf(e.getMessage()).contains("timed out")
                            ? new Obstacle.TimedOut(Phase.CONNECTION)
                            : new Obstacle.Refused(),
                    e);
        } catch (IOException | UnsupportedAddressTypeException e) {
            throw new Obstructed(new Obstacle.NoRoute(), e);
        }
    }

    /** On loopback, a free port to which nobody listens may be chosen for this side, and TCP connects it to itself. */
    private void requireAnother(SocketAddress to) throws IOException {
        if (to.equals(channel.getLocalAddress())) {
            throw new ConnectException("connected to itself");
        }
    }

    /** The rest has to be done by then. */
    void deadline(Deadline next) {
        this.deadline = next;
    }

    /** The address and port of this side. */
    Endpoint from() throws Obstructed {
        try {
            return endpoint((InetSocketAddress) channel.getLocalAddress());
        } catch (IOException e) {
            throw new Obstructed(new Obstacle.BrokenOff(Phase.CONNECTION), e);
        }
    }

    static Endpoint endpoint(InetSocketAddress address) {
        return new Endpoint(address.getAddress().getHostAddress(), address.getPort());
    }

    @Override
    public boolean read(ByteBuffer into, Phase phase) throws Obstructed, InterruptedException {
        return orBrokenOff(phase, () -> {
            var read = 0;
            while (read == 0) {
                await(SelectionKey.OP_READ, phase);
                read = channel.read(into);
            }
            return read > 0;
        });
    }

    @Override
    public void write(ByteBuffer from, Phase phase) throws Obstructed, InterruptedException {
        orBrokenOff(phase, () -> {
            channel.write(from);
            while (from.hasRemaining()) {
                await(SelectionKey.OP_WRITE, phase);
                channel.write(from);
            }
            return from;
        });
    }

    private static <T> T orBrokenOff(Phase phase, Work<T> work) throws Obstructed, InterruptedException {
        try {
            return interruptibly(work);
        } catch (IOException e) {
            throw new Obstructed(new Obstacle.BrokenOff(phase), e);
        }
    }

    private static <T> T interruptibly(Work<T> work) throws IOException, Obstructed, InterruptedException {
        try {
            return work.run();
        } catch (ClosedByInterruptException e) {
            var interrupted = new InterruptedException();
            if (Thread.interrupted()) {
                interrupted.initCause(e);
            }
            throw interrupted;
        }
    }

    private void await(int operation, Phase phase) throws IOException, Obstructed, InterruptedException {
        key.interestOps(operation);
        do {
            var left = deadline.leftNanos();
            if (left <= 0) {
                throw new Obstructed(new Obstacle.TimedOut(phase));
            }
            selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        } while (!selector.selectedKeys().remove(key));
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            key.cancel();
        } catch (IOException e) {
            // Nothing more is wanted of it.
        }
    }
}
