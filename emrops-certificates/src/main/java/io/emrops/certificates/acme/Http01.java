package io.emrops.certificates.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.network.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;

/**
 * A name is ours if a web server of ours shows what it should (RFC 8555, 8.3). The authority asks port 80 of the name; either this process answers there while an order is
 * under way, or a web server that is there shows a folder. Not for wildcards.
 */
public final class Http01 extends Proving {
    private static final String FOLDER = "/.well-known/acme-challenge/";
    /** A token comes from outside, and names a file (RFC 8555, 8.3: base64url). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    private static final int THREADS = 64;

    private final Optional<Endpoint> listening;
    private final Optional<Path> webroot;
    private final Semaphore free = new Semaphore(1);

    private Http01(Optional<Endpoint> listening, Optional<Path> webroot) {
        this.listening = listening;
        this.webroot = webroot;
    }

    /** This process answers at an address of this machine, as long as an order is under way. */
    public static Http01 listeningAt(Endpoint address) {
        return new Http01(Optional.of(address), Optional.empty());
    }

    /**
     * A web server that is there shows what is in a folder.
     *
     * @param root what it shows as {@code /}
     */
    public static Http01 webroot(Path root) {
        return new Http01(Optional.empty(), Optional.of(Objects.requireNonNull(root, "root")));
    }

    @Override
    Optional<String> refusal(CertificateOrder order) {
        return order.names().stream().anyMatch(name -> name.startsWith("*."))
                ? Optional.of("A wildcard cannot be proven over HTTP")
                : Optional.empty();
    }

    /** There is one address: who orders at the same time waits until it is free. */
    @Override
    Proof begin(Deadline deadline) throws InterruptedException {
        if (listening.isEmpty()) {
            return new Folder(webroot.orElseThrow());
        }
        if (!free.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TargetUnavailableException(
                    "Another order is being proven at " + listening.get() + "; nothing was issued");
        }
        try {
            return new Responder(listening.get(), free::release);
        } catch (PreconditionFailedException e) {
            free.release();
            throw e;
        }
    }

    private static Optional<Http01Challenge> challenge(Authorization authorization) {
        return authorization.findChallenge(Http01Challenge.class).map(challenge -> {
            if (!TOKEN.matcher(challenge.getToken()).matches()) {
                throw new PreconditionFailedException("The ACME server gave a token that is none; nothing was issued");
            }
            return challenge;
        });
    }

    /** Shows what it has and nothing else. */
    static final class Responder implements Proof {
        private final Map<String, byte[]> shown = new ConcurrentHashMap<>();
        private final HttpServer server;
        private final Runnable afterwards;
        /** One for each who asks: who begins and does not go on is not to be in the way of the authority. */
        private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Responder::thread);

        Responder(Endpoint at, Runnable afterwards) {
            this.afterwards = afterwards;
            try {
                this.server = HttpServer.create(new InetSocketAddress(at.host(), at.port()), 0);
            } catch (IOException e) {
                throw new PreconditionFailedException(
                        "Nothing can be shown at " + at
                                + " to prove that the name is ours: it is taken, or not of this machine; nothing was issued",
                        e);
            }
            server.createContext("/", this::answer);
            server.setExecutor(threads);
            server.start();
        }

        private static Thread thread(Runnable work) {
            var thread = new Thread(work, "emrops-http-01");
            thread.setDaemon(true);
            return thread;
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                exchange.getRequestBody().close();
                var found = shown.get(exchange.getRequestURI().getPath());
                if (found == null || !exchange.getRequestMethod().equals("GET")) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
                exchange.sendResponseHeaders(200, found.length);
                exchange.getResponseBody().write(found);
            }
        }

        @Override
        public Optional<Challenge> put(Authorization authorization) {
            var challenge = challenge(authorization);
            challenge.ifPresent(each -> show(each.getToken(), each.getAuthorization()));
            return challenge.map(Challenge.class::cast);
        }

        void show(String token, String text) {
            shown.put(FOLDER + token, text.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
            afterwards.run();
        }
    }

    /** Files that somebody else's server shows. */
    private static final class Folder implements Proof {
        private final Path folder;
        private final List<Path> written = new ArrayList<>();

        Folder(Path root) {
            this.folder = root.resolve(FOLDER.substring(1));
        }

        @Override
        public Optional<Challenge> put(Authorization authorization) {
            var challenge = challenge(authorization);
            if (challenge.isPresent()) {
                try {
                    Files.createDirectories(folder);
                    var file = folder.resolve(challenge.get().getToken());
                    var part = folder.resolve("." + challenge.get().getToken() + ".part");
                    written.add(part);
                    written.add(file);
                    Files.writeString(part, challenge.get().getAuthorization());
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    throw new PreconditionFailedException(
                            "Nothing can be written into " + folder
                                    + " to prove that the name is ours; nothing was issued",
                            e);
                }
            }
            return challenge.map(Challenge.class::cast);
        }

        @Override
        public void close() {
            IOException failure = null;
            for (var each : written) {
                try {
                    Files.deleteIfExists(each);
                } catch (IOException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
