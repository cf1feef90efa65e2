package io.emrops.windows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.emrops.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** Stands between a client and a host that negotiates, or says what it likes instead of that host. */
final class NegotiatingServer implements AutoCloseable {
    private static final String SHELL = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
            + "xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\"><s:Body><rsp:Shell>"
            + "<rsp:ShellId>S-1</rsp:ShellId></rsp:Shell></s:Body></s:Envelope>";

    private final TestCertificate certificate = TestCertificate.forLocalhost();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<String> proofs = new CopyOnWriteArrayList<>();
    private final HttpsServer server;

    @FunctionalInterface
    private interface Handling {
        void handle(HttpExchange exchange) throws Exception;
    }

    private NegotiatingServer() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
    }

    private NegotiatingServer doing(Handling handling) {
        server.createContext("/", exchange -> {
            try (exchange) {
                tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                handling.handle(exchange);
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        server.start();
        return this;
    }

    static NegotiatingServer relaying(int port, SSLContext trust) throws IOException {
        return relaying(port, trust, UnaryOperator.identity());
    }

    /** @param alters what the host behind proves itself with */
    static NegotiatingServer relaying(int port, SSLContext trust, UnaryOperator<String> alters) throws IOException {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .build();
        var relay = new NegotiatingServer();
        return relay.doing(exchange -> {
            var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/wsman"))
                    .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                    .header("Content-Type", "application/soap+xml;charset=UTF-8")
                    .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                    .build();
            var answer = client.send(request, BodyHandlers.ofByteArray());
            var proof = answer.headers().firstValue("WWW-Authenticate").orElse("");
            relay.proofs.add(proof);
            exchange.getResponseHeaders().add("WWW-Authenticate", alters.apply(proof));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        });
    }

    /** @param proof the values of {@code WWW-Authenticate} */
    static NegotiatingServer saying(List<String> proof) throws IOException {
        return new NegotiatingServer().doing(exchange -> {
            exchange.getRequestBody().readAllBytes();
            proof.forEach(value -> exchange.getResponseHeaders().add("WWW-Authenticate", value));
            var body = SHELL.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    PowerShellHost reached(KerberosLogin login) throws Exception {
        return PowerShellHost.winRm("localhost")
                .port(server.getAddress().getPort())
                .login(login)
                .trusting(certificate.clientContext())
                .build();
    }

    /** {@code Authorization} of each request. */
    List<String> tokens() {
        return tokens;
    }

    /** What the host behind proved itself with. */
    List<String> proofs() {
        return proofs;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
