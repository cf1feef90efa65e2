package io.emrops.testkit;

import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.KeyFacts;
import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.HttpFacts;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Phase;
import io.emrops.reachability.ReachabilityProvider;
import io.emrops.reachability.Reply;
import io.emrops.reachability.Reply.Reached;
import io.emrops.reachability.Reply.Unreached;
import io.emrops.reachability.TcpFacts;
import io.emrops.reachability.TlsFacts;
import io.emrops.reachability.TlsFacts.Trust;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A place to look from in memory, that sees what a test says.
 *
 * <pre>{@code
 * var here = FakeReachability.of("operator").certificate(drSite, 90, "emr.example").answers(drSite, 200, Map.of("X-Site", "B"), "");
 * here.cut(mainSite);
 * }</pre>
 *
 * <p>An endpoint that nothing was said about refuses. One that is open accepts and says nothing unless it shows a certificate or answers.
 * Nothing takes time here. With {@link #keptIn}, what is to be seen is arranged anew by each process.
 */
public final class FakeReachability extends Fake<FakeReachability> implements ReachabilityProvider {
    private static final Endpoint FROM = new Endpoint("192.0.2.1", 40_000);

    private final Map<Endpoint, Seen> endpoints = new HashMap<>();
    private final Set<Endpoint> cut = new HashSet<>();
    private final Map<Endpoint, List<Endpoint>> addresses = new HashMap<>();
    private InstantSource clock = InstantSource.system();

    private FakeReachability(String place) {
        super("fake-reachability", place, Set.of("target", "lookUp", "tcp", "tls", "http"), Set.of());
    }

    /** An answer of HTTP. */
    private record Page(int status, Map<String, List<String>> headers, String body) {}

    /** A chain as a server shows it. */
    private record Shown(List<CertificateFacts> chain, Trust trust) {}

    /** What is to be seen of an endpoint. */
    private record Seen(Optional<Obstacle> obstacle, Optional<Shown> shown, Optional<Page> page, int requests) {
        static Seen with(Optional<Obstacle> obstacle) {
            return new Seen(obstacle, Optional.empty(), Optional.empty(), 0);
        }

        /** What stands in the way before a phase is over. */
        Optional<Obstacle> before(Phase phase) {
            return obstacle.filter(each -> !each.connected() || phase.compareTo(phaseOf(each)) >= 0);
        }

        private static Phase phaseOf(Obstacle obstacle) {
            return obstacle instanceof Obstacle.TimedOut late
                    ? late.phase()
                    : obstacle instanceof Obstacle.BrokenOff broken
                            ? broken.phase()
                            : obstacle instanceof Obstacle.NotUnderstood other ? other.phase() : Phase.TLS;
        }
    }

    /** A place from which nothing is to be seen yet. */
    public static FakeReachability of(String place) {
        return new FakeReachability(place);
    }

    /** The clock by which certificates are held against the time; the system's without this. */
    public FakeReachability clock(InstantSource clock) {
        return arrange(() -> this.clock = Objects.requireNonNull(clock, "clock"));
    }

    /** A name has these addresses; one that nothing was said about leads to itself. What is behind it is said of the name. */
    public FakeReachability leadsTo(Endpoint name, Endpoint... these) {
        return arrange(() -> addresses.put(name, List.of(these)));
    }

    /** A port takes connections and says nothing. */
    public FakeReachability open(Endpoint endpoint) {
        return arrange(() -> endpoints.put(endpoint, Seen.with(Optional.empty())));
    }

    /** Something stands in the way; what was said of the endpoint before is forgotten. */
    public FakeReachability obstructed(Endpoint endpoint, Obstacle obstacle) {
        return arrange(() -> endpoints.put(endpoint, Seen.with(Optional.of(obstacle))));
    }

    /** A server shows a certificate that is trusted, and its authority's. */
    public FakeReachability certificate(Endpoint endpoint, int daysLeft, String... names) {
        var now = observe(() -> clock.instant());
        return certificate(
                endpoint,
                Trust.TRUSTED,
                new CertificateFacts(
                        "CN=" + (names.length == 0 ? "server" : names[0]),
                        "CN=Fake Authority",
                        List.of(names),
                        "1",
                        now.minus(Duration.ofDays(90)),
                        now.plus(Duration.ofDays(daysLeft)),
                        "0".repeat(64),
                        new KeyFacts("EC", 256),
                        "SHA256withECDSA"));
    }

    /** A server shows this chain, its own certificate first. */
    public FakeReachability certificate(Endpoint endpoint, Trust trust, CertificateFacts... chain) {
        return change(
                endpoint,
                seen -> new Seen(
                        seen.obstacle, Optional.of(new Shown(List.of(chain), trust)), seen.page, seen.requests));
    }

    /**
     * A server answers each request over HTTP; over HTTPS if it shows a certificate that is good.
     *
     * @param headers the values by their names
     */
    public FakeReachability answers(Endpoint endpoint, int status, Map<String, String> headers, String body) {
        var lower = headers.entrySet().stream()
                .collect(Collectors.toMap(
                        each -> each.getKey().toLowerCase(Locale.ROOT), each -> List.of(each.getValue())));
        return change(
                endpoint,
                seen -> new Seen(seen.obstacle, seen.shown, Optional.of(new Page(status, lower, body)), seen.requests));
    }

    /** From now on packets to these endpoints are lost, until they are {@link #restored}. */
    public FakeReachability cut(Endpoint... these) {
        return arrange(() -> cut.addAll(List.of(these)));
    }

    /** These are seen again as they were before they were {@link #cut}. */
    public FakeReachability restored(Endpoint... these) {
        return arrange(() -> List.of(these).forEach(cut::remove));
    }

    /** How many requests an endpoint got over HTTP; not a call. */
    public int requests(Endpoint endpoint) {
        return observe(() -> seen(endpoint).requests);
    }

    @Override
    public Reply<List<Endpoint>> lookUp(Endpoint endpoint) throws InterruptedException {
        return asking(
                "lookUp",
                List.of(endpoint.toString()),
                () -> seen(endpoint)
                        .obstacle
                        .filter(Obstacle.NameNotResolved.class::isInstance)
                        .<Reply<List<Endpoint>>>map(obstacle -> unreached(endpoint, obstacle))
                        .orElseGet(() -> reached(endpoint, addresses.getOrDefault(endpoint, List.of(endpoint)))));
    }

    @Override
    public Reply<TcpFacts> tcp(Endpoint endpoint) throws InterruptedException {
        return asking(
                "tcp",
                List.of(endpoint.toString()),
                () -> seen(endpoint)
                        .before(Phase.CONNECTION)
                        .<Reply<TcpFacts>>map(obstacle -> unreached(endpoint, obstacle))
                        .orElseGet(() -> reached(endpoint, new TcpFacts(FROM))));
    }

    @Override
    public Reply<TlsFacts> tls(Endpoint endpoint, String serverName) throws InterruptedException {
        return asking("tls", List.of(endpoint.toString(), serverName), () -> handshake(endpoint, serverName));
    }

    private Reply<TlsFacts> handshake(Endpoint endpoint, String serverName) {
        var seen = seen(endpoint);
        var obstacle = seen.before(Phase.TLS);
        if (obstacle.isPresent()) {
            return unreached(endpoint, obstacle.get());
        }
        if (seen.shown.isEmpty()) {
            return unreached(
                    endpoint,
                    seen.page.isPresent() ? new Obstacle.NotUnderstood(Phase.TLS) : new Obstacle.TimedOut(Phase.TLS));
        }
        var shown = seen.shown.get();
        return reached(
                endpoint,
                new TlsFacts(
                        clock.instant(),
                        serverName,
                        "TLSv1.3",
                        "TLS_AES_256_GCM_SHA384",
                        shown.chain,
                        shown.trust,
                        false));
    }

    @Override
    public Reply<HttpFacts> http(URI uri, Endpoint endpoint, HttpExpectation expectation) throws InterruptedException {
        var host = ReachabilityProvider.endpointOf(uri).host();
        var encrypted = uri.getScheme().equalsIgnoreCase("https");
        return asking("http", List.of(uri.getRawAuthority(), endpoint.toString(), expectation.toString()), () -> {
            var tls = encrypted ? Optional.of(handshake(endpoint, host)) : Optional.<Reply<TlsFacts>>empty();
            var obstacle = tls.flatMap(Reply::obstacle);
            var facts = tls.flatMap(Reply::facts);
            if (obstacle.isPresent()) {
                return unreached(endpoint, obstacle.get());
            }
            return facts.isPresent() && !facts.get().trusted()
                    ? unreached(endpoint, new Obstacle.NotTrusted(facts.get()))
                    : request(endpoint, expectation, facts);
        });
    }

    private Reply<HttpFacts> request(Endpoint endpoint, HttpExpectation expectation, Optional<TlsFacts> tls) {
        var seen = seen(endpoint);
        var obstacle = seen.before(Phase.HTTP)
                .or(() -> seen.page.isEmpty() ? Optional.of(new Obstacle.TimedOut(Phase.HTTP)) : Optional.empty());
        if (obstacle.isPresent()) {
            return unreached(endpoint, obstacle.get());
        }
        var page = seen.page.orElseThrow();
        endpoints.put(endpoint, new Seen(seen.obstacle, seen.shown, seen.page, seen.requests + 1));
        return reached(
                endpoint, new HttpFacts(page.status, expectation.unmet(page.status, page.headers, page.body), tls));
    }

    private <T> T asking(String method, List<String> args, Supplier<T> answer) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return readingLong(method, args, answer);
    }

    private Seen seen(Endpoint endpoint) {
        if (cut.contains(endpoint)) {
            return Seen.with(Optional.of(new Obstacle.TimedOut(Phase.CONNECTION)));
        }
        return endpoints.getOrDefault(endpoint, Seen.with(Optional.of(new Obstacle.Refused())));
    }

    private FakeReachability change(Endpoint endpoint, UnaryOperator<Seen> change) {
        return arrange(() ->
                endpoints.put(endpoint, change.apply(endpoints.getOrDefault(endpoint, Seen.with(Optional.empty())))));
    }

    private static <T> Reply<T> reached(Endpoint endpoint, T facts) {
        return new Reached<>(endpoint, endpoint, Duration.ZERO, facts);
    }

    private static <T> Reply<T> unreached(Endpoint endpoint, Obstacle obstacle) {
        return new Unreached<>(endpoint, Duration.ZERO, obstacle);
    }

    @Override
    FakeReachability self() {
        return this;
    }

    @Override
    void restore(Tables from) {}

    @Override
    void save(Tables to) {}
}
