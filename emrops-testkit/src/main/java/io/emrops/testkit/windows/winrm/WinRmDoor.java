package io.emrops.testkit.windows.winrm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.Host;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** WS-Management on a port of 127.0.0.1, with Basic authentication, and Kerberos by Negotiate where it has a key. */
public final class WinRmDoor implements AutoCloseable {
    private static final int LARGEST_REQUEST = 512_000;
    private static final int MOST_SKIPPED = 16 << 20;

    static {
        // It writes headers and body one after the other, and each waits 40 ms for the other side without this.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final Host host;
    private final Shells shells;
    private final @Nullable SSLContext tls;
    private final Optional<Negotiation> negotiation;
    private final ExecutorService workers;
    private final int port;
    private @Nullable HttpServer server;

    /**
     * Opens it.
     *
     * @param tls for HTTPS; absent for HTTP
     * @param negotiation absent if nobody gets in by Kerberos
     */
    public WinRmDoor(Host host, int shellsPerUser, Optional<SSLContext> tls, Optional<Negotiation> negotiation)
            throws IOException {
        this.host = host;
        this.shells = new Shells(host, shellsPerUser);
        this.tls = tls.orElse(null);
        this.negotiation = negotiation;
        this.workers = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "windows-winrm");
            thread.setDaemon(true);
            return thread;
        });
        var opened = open(0);
        this.server = opened;
        this.port = opened.getAddress().getPort();
    }

    private HttpServer open(int onPort) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), onPort);
        var opened = tls == null ? HttpServer.create(address, 0) : HttpsServer.create(address, 0);
        if (opened instanceof HttpsServer https && tls != null) {
            https.setHttpsConfigurator(new HttpsConfigurator(tls));
        }
        opened.setExecutor(workers);
        opened.createContext("/wsman", this::answer);
        opened.start();
        return opened;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
            if (body.length > LARGEST_REQUEST) {
                // A client that is still sending would not read the answer.
                passOver(exchange.getRequestBody());
            }
            var user = user(exchange);
            host.delay();
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
            } else if (user.isEmpty()) {
                negotiation.ifPresent(
                        offered -> exchange.getResponseHeaders().add("WWW-Authenticate", Negotiation.CHALLENGE));
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
                exchange.sendResponseHeaders(401, -1);
            } else {
                send(exchange, reply(user.get(), body));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void passOver(InputStream rest) throws IOException {
        var buffer = new byte[64 << 10];
        for (var left = MOST_SKIPPED; left > 0 && rest.read(buffer) >= 0; ) {
            left -= buffer.length;
        }
    }

    private Optional<String> user(HttpExchange exchange) {
        var header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return negotiated(exchange, header);
        }
        try {
            var login =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            var colon = login.indexOf(':');
            return Optional.of(login.substring(0, Math.max(0, colon)))
                    .filter(user -> host.logsIn(Door.WINRM, user, login.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<String> negotiated(HttpExchange exchange, String header) {
        return negotiation.flatMap(offered -> offered.accept(header)).flatMap(accepted -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", accepted.proof());
            return Optional.of(accepted.user()).filter(user -> host.logsIn(Door.WINRM, user));
        });
    }

    private WsManReply reply(String user, byte[] body) throws InterruptedException {
        var id = "";
        try {
            if (body.length > LARGEST_REQUEST) {
                throw WsManFault.tooLarge();
            }
            var request = WsManRequest.parse(body);
            id = request.messageId();
            return shells.answer(user, request);
        } catch (WsManFault fault) {
            return WsManReply.fault(id, fault);
        }
    }

    private static void send(HttpExchange exchange, WsManReply reply) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/soap+xml;charset=UTF-8");
        exchange.sendResponseHeaders(reply.status(), reply.body().length);
        var out = exchange.getResponseBody();
        out.write(reply.body(), 0, reply.cut() ? reply.body().length / 2 : reply.body().length);
        out.flush();
        if (!reply.cut()) {
            out.close();
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Shells that are open now. */
    public int shells() {
        return shells.count();
    }

    /** Ends all connections and shells, and listens no more. */
    public synchronized void shut() {
        shells.lose();
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Listens again, on the same port. */
    public synchronized void reopen() throws IOException {
        if (server == null) {
            server = open(port);
        }
    }

    @Override
    public void close() {
        shut();
        workers.shutdownNow();
    }
}
