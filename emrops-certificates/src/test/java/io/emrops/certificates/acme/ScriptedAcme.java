package io.emrops.certificates.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.emrops.Progress;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.issuer.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An ACME server that answers what a test says, for answers that a sound one does not give. It looks at no signature. */
final class ScriptedAcme implements AutoCloseable {
    /** An answer: its status, its type, its text, when it may be asked again, and how much of its length is held back. */
    record Answer(int status, String type, String text, String again, int missing) {
        static Answer of(int status, String text) {
            return new Answer(status, "application/json", text, "3600", 0);
        }

        static Answer refusal(int status, String text) {
            return new Answer(status, "application/problem+json", text, "3600", 0);
        }

        /** What something between says, or a server that has no words for it. */
        static Answer page(int status) {
            return new Answer(status, "text/html", "<html>", "3600", 0);
        }

        /** The connection is cut instead. */
        static Answer none() {
            return new Answer(0, "", "", "", 0);
        }

        /** It begins, and never ends. */
        static Answer stuck() {
            return new Answer(200, "application/json", "{", "3600", 1);
        }

        Answer again(String when) {
            return new Answer(status, type, text, when, missing);
        }
    }

    private final KeyedCertificate shown = SelfSigned.issuer().issue(CertificateOrder.of("127.0.0.1"), Progress.none());
    private final HttpsServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger nonces = new AtomicInteger();
    private final Map<String, Map<Integer, Runnable>> consequences = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    ScriptedAcme() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var word = "not secret".toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", shown.key(), word, shown.chain().toArray(new X509Certificate[0]));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, word);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::answer);
        server.start();
        say("/dir", Answer.of(200, """
                {"newNonce": "%1$s/nonce", "newAccount": "%1$s/account", "newOrder": "%1$s/order", "revokeCert": "%1$s/revoke"}
                """.formatted(base())));
        say("/nonce", Answer.of(200, ""));
        say("/account", Answer.of(201, "{\"status\": \"valid\"}"));
        say("/order", order("ready"));
        say("/authorization", proven("emr.example"));
        say("/challenge", challenge("processing"));
    }

    /** One that is to be proven, over HTTP or over DNS, for this name. */
    Answer authorization(String name) {
        return authorization(name, "pending");
    }

    /** The same, which is proven. */
    Answer proven(String name) {
        return authorization(name, "valid");
    }

    private Answer authorization(String name, String status) {
        return Answer.of(200, """
                {"status": "%2$s", "identifier": {"type": "dns", "value": "%1$s"}, "challenges": [
                  {"type": "http-01", "status": "%2$s", "url": "%3$s/challenge", "token": "a-token-of-the-server"},
                  {"type": "dns-01", "status": "%2$s", "url": "%3$s/challenge", "token": "a-token-of-the-server"}]}
                """.formatted(name, status, base()));
    }

    /** A proof over DNS, of this status. */
    Answer challenge(String status) {
        return Answer.of(200, """
                {"type": "dns-01", "status": "%s", "url": "%s/challenge", "token": "a-token-of-the-server"}
                """.formatted(status, base()));
    }

    /** Once one path was asked for, this is answered at another one. */
    void afterwards(String path, String other, Answer answer) {
        when(path, 1, () -> say(other, answer));
    }

    /**
     * Does this as soon as a path is asked for, before it answers.
     *
     * @param time which time, counted from now
     */
    void when(String path, int time, Runnable then) {
        consequences
                .computeIfAbsent(path, any -> new ConcurrentHashMap<>())
                .put(times(path).get() + time, then);
    }

    private AtomicInteger times(String path) {
        return times.computeIfAbsent(path, any -> new AtomicInteger());
    }

    /** The paths that were asked for, in turn. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private String base() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** An order of this status. */
    Answer order(String status) {
        return Answer.of(201, """
                {"status": "%2$s", "identifiers": [{"type": "dns", "value": "emr.example"}],
                 "authorizations": ["%1$s/authorization"], "finalize": "%1$s/finalize"}
                """.formatted(base(), status));
    }

    /** From now on, this is answered at a path. */
    void say(String path, Answer answer) {
        answers.put(path, answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var path = exchange.getRequestURI().getPath();
        asked.add(path);
        consequences
                .getOrDefault(path, Map.of())
                .getOrDefault(times(path).incrementAndGet(), () -> {})
                .run();
        var answer = answers.getOrDefault(path, Answer.of(404, "{}"));
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        var headers = exchange.getResponseHeaders();
        headers.set("Replay-Nonce", "nonce" + nonces.incrementAndGet());
        headers.set("Location", base() + path);
        headers.set("Retry-After", answer.again());
        headers.set("Content-Type", answer.type());
        var text = answer.text().getBytes(StandardCharsets.UTF_8);
        var isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), isHead || text.length == 0 ? -1 : text.length + answer.missing());
        if (!isHead && text.length > 0) {
            exchange.getResponseBody().write(text);
            exchange.getResponseBody().flush();
        }
        if (answer.missing() > 0) {
            return;
        }
        exchange.close();
    }

    URI directory() {
        return URI.create(base() + "/dir");
    }

    X509Certificate root() {
        return shown.certificate();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
