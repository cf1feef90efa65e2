package io.emrops.vantage;

import io.emrops.Target;
import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.HttpFacts;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.ReachabilityProvider;
import io.emrops.reachability.Reply;
import io.emrops.reachability.Reply.Reached;
import io.emrops.reachability.Reply.Unreached;
import io.emrops.reachability.TcpFacts;
import io.emrops.reachability.TlsFacts;
import io.emrops.vantage.Connections.Connected;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Looks from this machine, over sockets of its own.
 *
 * <pre>{@code
 * var here = VantagePoint.builder().trusting(hospitalAuthorities).connectWithin(ofSeconds(2)).build();
 * here.tls(new Endpoint("10.0.2.10", 443), "emr.example").facts().ifPresent(facts -> facts.faults());
 * }</pre>
 *
 * <p>TLS 1.2 and 1.3 are spoken, as this JDK allows; revocation is not looked at. Names are looked up as the JVM does, which remembers answers
 * for a while ({@code networkaddress.cache.ttl}, 30 seconds by default, and 10 for those that are not known): after a change in DNS, ask a
 * name server or name the address. A name with several addresses is reached if one of them is, each being given its share of the time.
 * A machine that has no descriptors or ports left for a connection sees nothing, and all methods throw {@code TargetUnavailableException}.
 */
public final class VantagePoint implements ReachabilityProvider {
    private final Duration connectWithin;
    private final Duration answerWithin;
    private final X509ExtendedTrustManager judge;
    private final InstantSource clock;

    VantagePoint(VantagePointBuilder from) {
        this.connectWithin = from.connectWithin();
        this.answerWithin = from.answerWithin();
        this.judge = from.judge();
        this.clock = from.clock();
    }

    /** With the authorities that the JVM trusts, 5 seconds to connect and 10 to answer. */
    public static VantagePoint here() {
        return builder().build();
    }

    /** With settings of one's own. */
    public static VantagePointBuilder builder() {
        return new VantagePointBuilder();
    }

    @Override
    public Target target() {
        return Target.thisMachine();
    }

    @Override
    public Reply<List<Endpoint>> lookUp(Endpoint endpoint) throws InterruptedException {
        var started = System.nanoTime();
        try {
            var found = Names.addresses(endpoint.host(), Deadline.in(connectWithin)).stream()
                    .map(address -> TcpLine.endpoint(new InetSocketAddress(address, endpoint.port())))
                    .distinct()
                    .toList();
            return new Reached<>(endpoint, found.get(0), since(started), found);
        } catch (Obstructed e) {
            return new Unreached<>(endpoint, since(started), e.obstacle());
        }
    }

    @Override
    public Reply<TcpFacts> tcp(Endpoint endpoint) throws InterruptedException {
        return ask(endpoint, line -> new TcpFacts(line.from()));
    }

    @Override
    public Reply<TlsFacts> tls(Endpoint endpoint, String serverName) throws InterruptedException {
        var handshake = new Handshake(serverName, judge);
        return ask(endpoint, line -> {
            var shaken = handshake.over(line, clock.instant());
            if (shaken.facts().clientCertificateAsked()) {
                shaken.line().requireAcceptedWithoutCertificate();
            }
            return shaken.facts();
        });
    }

    @Override
    public Reply<HttpFacts> http(URI uri, Endpoint endpoint, HttpExpectation expectation) throws InterruptedException {
        var host = ReachabilityProvider.endpointOf(uri).host();
        var exchange = new HttpExchange(uri, expectation);
        if (!exchange.isEncrypted()) {
            return ask(endpoint, line -> exchange.over(line, Optional.empty()));
        }
        var handshake = new Handshake(host, judge);
        return ask(endpoint, line -> {
            var shaken = handshake.over(line, clock.instant());
            if (!shaken.facts().trusted()) {
                throw new Obstructed(new Obstacle.NotTrusted(shaken.facts()));
            }
            return exchange.over(shaken.line(), Optional.of(shaken.facts()));
        });
    }

    /** What is asked over a connection. */
    @FunctionalInterface
    private interface Look<T> {
        T over(TcpLine line) throws Obstructed, InterruptedException;
    }

    private <T> Reply<T> ask(Endpoint endpoint, Look<T> look) throws InterruptedException {
        var started = System.nanoTime();
        try {
            var connected = Connections.to(endpoint, connectWithin);
            var facts = ask(connected, look);
            return new Reached<>(endpoint, connected.at(), since(started), facts);
        } catch (Obstructed e) {
            return new Unreached<>(endpoint, since(started), e.obstacle());
        }
    }

    private <T> T ask(Connected connected, Look<T> look) throws Obstructed, InterruptedException {
        try (var line = connected.line()) {
            line.deadline(Deadline.in(answerWithin));
            return look.over(line);
        }
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
