package io.emrops.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a HAProxy takes commands: one connection for each, closed by HAProxy behind its answer.
 *
 * @param name how the address is written, for people and for {@link io.emrops.Target}
 * @param connectWithin how long it may take until the connection stands
 * @param answerWithin how long a command and its whole answer may take after that
 */
record Link(String name, Supplier<SocketAddress> address, Duration connectWithin, Duration answerWithin) {
    private static final int LONGEST_ANSWER = 16 << 20;

    /** The command was not sent, or not all of it: a command counts when its line ends. */
    static final class NotSentException extends IOException {
        private static final long serialVersionUID = 1L;

        NotSentException(String message, IOException cause) {
            super(message, cause);
        }
    }

    /**
     * What HAProxy answers to a line; ends where HAProxy closes the connection. An interrupt does not cut it short, and stays.
     *
     * @throws NotSentException if HAProxy has surely not got the line
     * @throws IOException if it may have got it
     */
    String ask(String command) throws IOException {
        try (var exchange = new Exchange()) {
            exchange.connect();
            exchange.send(command);
            return exchange.receive();
        }
    }

    private final class Exchange implements AutoCloseable {
        private final Selector selector = Selector.open();
        private @Nullable SocketChannel channel;
        private boolean interrupted;

        private Exchange() throws IOException {}

        private void connect() throws IOException {
            try {
                var to = address.get();
                var opened = to instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
                channel = opened;
                opened.configureBlocking(false);
                if (to instanceof InetSocketAddress inet && inet.isUnresolved()) {
                    throw new IOException("The name is not known");
                }
                opened.register(selector, SelectionKey.OP_CONNECT);
                var until = System.nanoTime() + connectWithin.toNanos();
                var connected = opened.connect(to);
                while (!connected) {
                    await(until);
                    connected = opened.finishConnect();
                }
            } catch (IOException e) {
                throw new NotSentException("HAProxy does not answer on " + name, e);
            }
        }

        private void send(String command) throws IOException {
            var line = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
            var to = open(SelectionKey.OP_WRITE);
            var until = System.nanoTime() + answerWithin.toNanos();
            try {
                to.write(line);
                while (line.hasRemaining()) {
                    await(until);
                    to.write(line);
                }
                // A master does not end its answer before.
                to.shutdownOutput();
            } catch (IOException e) {
                throw new NotSentException("HAProxy takes no command on " + name, e);
            }
        }

        private String receive() throws IOException {
            var from = open(SelectionKey.OP_READ);
            var until = System.nanoTime() + answerWithin.toNanos();
            var answer = new ByteArrayOutputStream();
            var buffer = ByteBuffer.allocate(16 << 10);
            for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
                if (answer.size() > LONGEST_ANSWER) {
                    throw new IOException("An answer of more than " + LONGEST_ANSWER + " bytes");
                }
                if (count == 0) {
                    await(until);
                } else if (System.nanoTime() - until > 0) {
                    throw new SocketTimeoutException("The answer does not end");
                }
            }
            return answer.toString(StandardCharsets.UTF_8);
        }

        private SocketChannel open(int forOperation) {
            var opened = Objects.requireNonNull(channel, "channel");
            opened.keyFor(selector).interestOps(forOperation);
            return opened;
        }

        /** Until the channel can go on. */
        private void await(long until) throws IOException {
            var left = until - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("Time is up");
            }
            // Otherwise the selector would not wait at all.
            interrupted |= Thread.interrupted();
            selector.select(Math.max(1, left / 1_000_000));
            selector.selectedKeys().clear();
        }

        @Override
        public void close() throws IOException {
            try (selector;
                    var opened = channel) {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
