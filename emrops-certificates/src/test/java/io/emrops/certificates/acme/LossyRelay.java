package io.emrops.certificates.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Between a client and a real pebble, which takes its host for its own: it loses requests, or answers, when a test says so. */
final class LossyRelay implements AutoCloseable {
    /** What is lost. */
    enum Loss {
        REQUEST,
        ANSWER
    }

    private static final String END = "\r\n\r\n";

    private final Pebble pebble;
    private final HttpsServer server;
    private final Map<String, Queue<Loss>> losses = new ConcurrentHashMap<>();
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();

    LossyRelay(Pebble pebble) throws Exception {
        this.pebble = pebble;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(pebble.serverContext()));
        server.createContext("/", this::pass);
        server.start();
    }

    URI directory() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/dir");
    }

    X509Certificate root() {
        return pebble.root();
    }

    /** These are what becomes of the next requests to paths that begin so. */
    void lose(String path, Loss... next) {
        losses.put(path, new ConcurrentLinkedQueue<>(List.of(next)));
    }

    /** How many requests to paths that begin so have come to pebble. */
    long delivered(String path) {
        return delivered.stream().filter(each -> each.startsWith(path)).count();
    }

    private void pass(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var loss = losses.entrySet().stream()
                .filter(each -> path.startsWith(each.getKey()))
                .map(each -> each.getValue().poll())
                .filter(each -> each != null)
                .findFirst();
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (loss.filter(Loss.REQUEST::equals).isPresent()) {
                return;
            }
            delivered.add(path);
            var answer = ask(exchange, body);
            if (loss.isEmpty()) {
                tell(exchange, answer);
            }
        }
    }

    private byte[] ask(HttpExchange exchange, byte[] body) throws IOException {
        var head = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " HTTP/1.0\r\n");
        for (var name : List.of("Host", "User-Agent", "Accept", "Content-Type", "Accept-Language")) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        }
        head.append("Content-Length: ").append(body.length).append(END);
        try (var socket = pebble.clientContext()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), pebble.port())) {
            var out = new ByteArrayOutputStream();
            out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(body);
            socket.getOutputStream().write(out.toByteArray());
            return socket.getInputStream().readAllBytes();
        }
    }

    private static void tell(HttpExchange exchange, byte[] answer) throws IOException {
        var text = new String(answer, StandardCharsets.ISO_8859_1);
        var split = text.indexOf(END);
        var lines = text.substring(0, split).split("\r\n");
        for (var line : Arrays.asList(lines).subList(1, lines.length)) {
            var colon = line.indexOf(':');
            var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!List.of("content-length", "connection", "date").contains(name)) {
                exchange.getResponseHeaders()
                        .add(name, line.substring(colon + 1).strip());
            }
        }
        var body = Arrays.copyOfRange(answer, split + END.length(), answer.length);
        exchange.sendResponseHeaders(Integer.parseInt(lines[0].split(" ")[1]), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
