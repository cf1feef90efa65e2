package io.emrops.testkit.sqlserver.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Takes connections on a free port. Its threads are daemons and named after the port. */
public final class TdsServer implements AutoCloseable {
    private static final int BACKLOG = 512;

    private final ServerSocket listener;
    private final Host host;
    private final ServerSettings settings;
    private final ExecutorService threads;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    /** Of the thread that accepts. */
    private final Spids spids = new Spids();

    private TdsServer(ServerSocket listener, Host host, ServerSettings settings) {
        this.listener = listener;
        this.host = host;
        this.settings = settings;
        var count = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "sql-server-" + listener.getLocalPort() + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Listens on 127.0.0.1, and returns at once. */
    public static TdsServer start(Host host, ServerSettings settings) throws IOException {
        // By its bytes: the name localhost may be ::1.
        return start(host, settings, InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}));
    }

    /** Listens on this address, and returns at once. */
    public static TdsServer start(Host host, ServerSettings settings, InetAddress address) throws IOException {
        var server = new TdsServer(new ServerSocket(0, BACKLOG, address), host, settings);
        server.threads.execute(server::accept);
        return server;
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The connections that are open now, those before their login included. */
    public int connections() {
        return connections.size();
    }

    /** Ends all connections as a server does that dies; new ones are still taken. */
    public void dropConnections() {
        connections.forEach(TdsServer::close);
    }

    /**
     * Ends a session as a KILL does; if there is none, nothing happens. An answer that does not notice within a second loses its connection
     * all the same.
     */
    public void kill(int spid) {
        connections.stream().filter(connection -> connection.spid() == spid).forEach(TdsServer::kill);
    }

    private static void kill(Connection connection) {
        try {
            if (connection.kill()) {
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> close(connection));
            }
        } catch (IOException e) {
            // It is closed, or cannot be.
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is closed, or cannot be.
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                // A client that was gone before it was taken, or the end; or there are no more descriptors for a while.
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        var connection = new Connection(socket, spids.next(this::isTaken), host, settings, threads);
        connections.add(connection);
        var served = false;
        try {
            // Either this sees that the server is being closed, or the one who closes it sees the connection.
            if (!listener.isClosed()) {
                threads.execute(() -> {
                    try {
                        connection.run();
                    } finally {
                        connections.remove(connection);
                    }
                });
                served = true;
            }
        } catch (RejectedExecutionException e) {
            // As above.
        } catch (OutOfMemoryError e) {
            // No thread is to be had: this client is turned away, others may fare better.
            host.broke(e);
        } finally {
            if (!served) {
                connections.remove(connection);
                socket.close();
            }
        }
    }

    private boolean isTaken(int spid) {
        return connections.stream().anyMatch(connection -> connection.spid() == spid);
    }

    /** Ends all connections and waits for their threads. A second call does nothing. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // The port is free all the same.
        }
        dropConnections();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                dropConnections();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
