package io.emrops.certificates;

import io.emrops.network.Endpoint;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Clients that shake hands with servers all the time, each time anew, and count what they are not given. */
final class Handshakes implements AutoCloseable {
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> serials = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    private Handshakes() {}

    static Handshakes with(Endpoint... servers) {
        var handshakes = new Handshakes();
        for (var server : servers) {
            var client = new Thread(() -> handshakes.shake(server), "client-" + server);
            handshakes.clients.add(client);
            client.start();
        }
        return handshakes;
    }

    private void shake(Endpoint server) {
        while (!over) {
            try (var socket = (SSLSocket) context().getSocketFactory().createSocket(server.host(), server.port())) {
                socket.setSoTimeout(10_000);
                socket.startHandshake();
                serials.add(((X509Certificate) socket.getSession().getPeerCertificates()[0])
                        .getSerialNumber()
                        .toString(16));
                // With TLS 1.3 the server has not necessarily taken the connection yet.
                socket.getOutputStream()
                        .write("GET / HTTP/1.0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                if (socket.getInputStream().read() < 0) {
                    failures.add(server + " answered nothing");
                }
                done.incrementAndGet();
            } catch (Exception e) {
                failures.add(server + ": " + e);
            }
        }
    }

    /** A new one each time, so that no session is gone on with. */
    private static SSLContext context() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                null);
        return context;
    }

    void await(int more) throws InterruptedException {
        var enough = done.get() + more;
        var until = System.nanoTime() + 30_000_000_000L;
        while (done.get() < enough) {
            if (System.nanoTime() > until) {
                throw new AssertionError("Only " + done + " handshakes, and " + failures);
            }
            Thread.sleep(5);
        }
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    Set<String> serials() {
        return Set.copyOf(serials);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        over = true;
        for (var client : clients) {
            client.join();
        }
    }
}
