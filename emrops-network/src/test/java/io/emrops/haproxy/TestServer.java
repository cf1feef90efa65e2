package io.emrops.haproxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.emrops.network.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server with a health page; {@code /hold} answers when it is let. While it is unwell, everything is answered by 503. */
final class TestServer implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean well = true;
    private volatile CountDownLatch held = new CountDownLatch(1);
    private volatile Runnable onCheck = () -> {};

    TestServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        http.setExecutor(threads);
        http.createContext("/", this::work);
        http.createContext("/health", exchange -> {
            onCheck.run();
            answer(exchange);
        });
        http.createContext("/hold", this::hold);
        http.start();
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", http.getAddress().getPort());
    }

    void turnUnwell() {
        well = false;
    }

    void turnWell() {
        well = true;
    }

    void onCheck(Runnable work) {
        onCheck = work;
    }

    /** Those that came over the balancer, not its checks. */
    int requests() {
        return requests.get();
    }

    void letGo() {
        held.countDown();
        held = new CountDownLatch(1);
    }

    private void work(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        answer(exchange);
    }

    private void hold(HttpExchange exchange) throws IOException {
        try {
            if (!held.await(60, TimeUnit.SECONDS)) {
                throw new IOException("Held too long");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        answer(exchange);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var text = Integer.toString(endpoint().port()).getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(well ? 200 : 503, text.length);
        try (var body = exchange.getResponseBody()) {
            body.write(text);
        }
    }

    @Override
    public void close() {
        letGo();
        http.stop(0);
        threads.shutdownNow();
    }
}
