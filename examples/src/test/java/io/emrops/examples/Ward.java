package io.emrops.examples;

import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Somebody who asks the resolver where the web site is, and then the web site, again and again. */
final class Ward implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final long PAUSE_MILLIS = 20;

    /**
     * One question.
     *
     * @param edge which site's HAProxy has passed a page on; empty if there was none
     */
    record Ask(Instant began, Instant ended, String edge) {
        boolean answered() {
            return !edge.isEmpty();
        }
    }

    private final DnsUpdater dns;
    private final DnsName name;
    private final int port;
    private final Queue<Ask> asks = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::work, "ward");
    private volatile boolean over;

    /** @param dns asked as a resolver, and not changed */
    Ward(DnsUpdater dns, String name, int port) {
        this.dns = dns;
        this.name = new DnsName(name);
        this.port = port;
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        try {
            while (!over) {
                asks.add(ask());
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ask ask() {
        var began = Instant.now();
        var edge = dns.resolved(name, RecordType.A) instanceof DnsAnswer.Present p
                ? page(p.records().values().get(0))
                : "";
        return new Ask(began, Instant.now(), edge);
    }

    private String page(String address) {
        return page(address, port);
    }

    /** Which site's HAProxy passes a page on from there; empty if there is none. */
    static String page(String address, int port) {
        try {
            var connection = (HttpURLConnection)
                    URI.create("http://" + address + ":" + port + "/").toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setRequestProperty("Connection", "close");
            try {
                return connection.getResponseCode() == 200 ? connection.getHeaderField("X-Edge") : "";
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return "";
        }
    }

    List<Ask> asks() {
        return List.copyOf(asks);
    }

    /** Waits for one that begins from now on. */
    void awaitAsk(Predicate<Ask> such) {
        var since = Instant.now();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> asks.stream().anyMatch(ask -> !ask.began().isBefore(since) && such.test(ask)));
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join(20_000);
    }
}
