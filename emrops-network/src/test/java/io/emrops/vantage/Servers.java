package io.emrops.vantage;

import io.emrops.network.Endpoint;
import io.emrops.testkit.tls.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLServerSocket;

/** Servers on loopback, of each kind that there is, that end with the test. */
final class Servers implements AutoCloseable {
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Map<Endpoint, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "test server");
        thread.setDaemon(true);
        return thread;
    });

    /** What a server does with a connection, which is closed afterwards. */
    @FunctionalInterface
    interface Service {
        void serve(Socket connection) throws Exception;
    }

    Endpoint plain(Service service) throws IOException {
        return plain("127.0.0.1", service);
    }

    Endpoint plain(String address, Service service) throws IOException {
        return listen(new ServerSocket(0, 50, InetAddress.getByName(address)), service);
    }

    Endpoint secure(TestCertificate certificate, Service service) throws IOException {
        return secure(certificate, socket -> {}, service);
    }

    Endpoint secure(TestCertificate certificate, Consumer<SSLServerSocket> settings, Service service)
            throws IOException {
        var listener = (SSLServerSocket) certificate
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        settings.accept(listener);
        return listen(listener, service);
    }

    private Endpoint listen(ServerSocket listener, Service service) {
        listeners.add(listener);
        var endpoint = new Endpoint(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
        threads.execute(() -> {
            while (!listener.isClosed()) {
                try {
                    var connection = listener.accept();
                    threads.execute(() -> serve(connection, service));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return endpoint;
    }

    private static void serve(Socket connection, Service service) {
        try (connection) {
            service.serve(connection);
        } catch (Exception e) {
            // A client that leaves is what most tests are about.
        }
    }

    /** Where nothing listens: the port was free a moment ago. */
    static Endpoint closed() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return TcpLine.endpoint((InetSocketAddress) socket.getLocalSocketAddress());
        }
    }

    /** Says nothing until the client leaves. */
    static void silence(Socket connection) throws IOException {
        while (connection.getInputStream().read() >= 0) {
            // Whatever is said is heard.
        }
    }

    /** Says the same to each request, and closes. */
    Service answering(String answer) {
        return connection -> {
            if (readHead(connection.getInputStream()).isEmpty()) {
                return;
            }
            requests.computeIfAbsent(
                            new Endpoint(connection.getLocalAddress().getHostAddress(), connection.getLocalPort()),
                            e -> new AtomicInteger())
                    .incrementAndGet();
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            connection.getOutputStream().flush();
        };
    }

    /** The lines before the body; empty if the client left before. */
    static String readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
            if (head.length() == 1 && next == 0x16) {
                return "TLS";
            }
        }
        return head.toString();
    }

    int requests(Endpoint server) {
        return requests.getOrDefault(server, new AtomicInteger()).get();
    }

    @Override
    public void close() throws IOException {
        for (var listener : listeners) {
            listener.close();
        }
        threads.shutdownNow();
    }
}
