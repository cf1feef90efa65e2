package io.emrops.windows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.windows.wire.XmlElement;
import io.emrops.windows.wire.XmlText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** As much of WinRM as its client uses, on loopback, with one shell at a time. */
final class LoopbackWinRm implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // or each answer waits for 40 ms
    }

    /** The last words of the actions that were asked for, in their order. */
    final List<String> actions = new CopyOnWriteArrayList<>();

    volatile String refuseCreateWith = "";
    volatile String dropAt = "";
    volatile String lastCommand = "";
    /** What is said to messages of an action instead of an answer, one after the other; a {@code +} takes it too, nothing answers. */
    final Map<String, Queue<String>> faults = new ConcurrentHashMap<>();

    volatile long pollMillis = 50;
    private final TestCertificate certificate = TestCertificate.forLocalhost();
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final StandInPowerShell powerShell;
    private final String login;
    private volatile Run run = new Run();

    private static final int PIECE = 2 << 20;

    private static final class Run {
        final PipedInputStream in = new PipedInputStream(8 << 20);
        final PipedOutputStream sender = new PipedOutputStream();
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final CompletableFuture<Integer> exit = new CompletableFuture<>();
        volatile Thread thread = new Thread();
        volatile int told;
    }

    LoopbackWinRm(StandInPowerShell powerShell, String user, String password) throws IOException {
        this.powerShell = powerShell;
        this.login =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
        server.setExecutor(threads);
        server.createContext("/wsman", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    SSLContext trust() {
        return certificate.clientContext();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var message = XmlText.parse(body);
            var action = message.first("Action").orElseThrow().text().replaceAll(".*/", "");
            actions.add(action);
            if (!login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (!action.equals(dropAt)) {
                var fault = faults.getOrDefault(action, new ArrayDeque<>()).poll();
                if (fault == null || fault.isEmpty()) {
                    answer(exchange, action, message);
                } else {
                    if (fault.startsWith("+")) {
                        take(message);
                    }
                    fault(exchange, fault.replace("+", ""));
                }
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void answer(HttpExchange exchange, String action, XmlElement message) throws Exception {
        switch (action) {
            case "Create" -> {
                if (refuseCreateWith.isEmpty()) {
                    reply(exchange, 200, "<rsp:Shell><rsp:ShellId>S-1</rsp:ShellId></rsp:Shell>");
                } else {
                    fault(exchange, refuseCreateWith);
                }
            }
            case "Command" -> {
                begin(message);
                reply(exchange, 200, "<rsp:CommandResponse><rsp:CommandId>C-1</rsp:CommandId></rsp:CommandResponse>");
            }
            case "Send" -> {
                take(message);
                reply(exchange, 200, "<rsp:SendResponse/>");
            }
            case "Receive" -> receive(exchange);
            default -> {
                run.thread.interrupt();
                reply(exchange, 200, "");
            }
        }
    }

    private void take(XmlElement message) throws IOException {
        var stream = message.first("Stream").orElseThrow();
        run.sender.write(Base64.getDecoder().decode(stream.text()));
        run.sender.flush(); // or its reader looks for it once a second
        if (stream.attribute("End").isPresent()) {
            run.sender.close();
        }
    }

    private void begin(XmlElement message) throws IOException {
        var next = new Run();
        next.sender.connect(next.in);
        lastCommand = message.first("Command").orElseThrow().text() + " "
                + String.join(
                        " ", message.all("Arguments").map(XmlElement::text).toList());
        next.thread = new Thread(
                () -> {
                    try {
                        next.exit.complete(powerShell.run(next.in, next.out, next.err));
                    } catch (Exception e) {
                        next.exit.complete(1);
                    }
                },
                "stand-in");
        next.thread.setDaemon(true);
        next.thread.start();
        run = next;
    }

    private void receive(HttpExchange exchange) throws Exception {
        try {
            var exit = run.exit.get(pollMillis, TimeUnit.MILLISECONDS);
            var all = run.out.toByteArray();
            if (all.length - run.told > PIECE) {
                run.told += PIECE;
                reply(
                        exchange,
                        200,
                        "<rsp:ReceiveResponse>"
                                + stream("stdout", Arrays.copyOfRange(all, run.told - PIECE, run.told))
                                + "</rsp:ReceiveResponse>");
                return;
            }
            var bytes = Arrays.copyOfRange(all, run.told, all.length);
            var half = bytes.length / 2;
            reply(
                    exchange,
                    200,
                    "<rsp:ReceiveResponse>"
                            + stream("stdout", Arrays.copyOfRange(bytes, 0, half))
                            + stream("stdout", Arrays.copyOfRange(bytes, half, bytes.length))
                            + stream("stderr", run.err.toByteArray())
                            + "<rsp:CommandState rsp:CommandId=\"C-1\" State=\"http://x/shell/CommandState/Done\"><rsp:ExitCode>"
                            + exit + "</rsp:ExitCode></rsp:CommandState></rsp:ReceiveResponse>");
        } catch (TimeoutException e) {
            fault(exchange, "2150858793");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String stream(String name, byte[] bytes) {
        return "<rsp:Stream Name=\"" + name + "\" rsp:CommandId=\"C-1\">"
                + Base64.getMimeEncoder().encodeToString(bytes) + "</rsp:Stream>";
    }

    private static void fault(HttpExchange exchange, String code) throws IOException {
        reply(
                exchange,
                500,
                "<s:Fault><s:Reason><s:Text>MRN 4711</s:Text></s:Reason><s:Detail>"
                        + "<f:WSManFault xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\" Code=\""
                        + code
                        + "\"/></s:Detail></s:Fault>");
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = ("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
                        + "xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\"><s:Body>" + body
                        + "</s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
