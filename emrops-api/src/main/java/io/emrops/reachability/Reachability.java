package io.emrops.reachability;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.certificate.CertificateFacts;
import io.emrops.network.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Checks over a {@link ReachabilityProvider}, from where that looks.
 *
 * <pre>{@code
 * rb.require("dr-port", "The DR site takes connections", Reachability.portOpen(here, drSite));
 * rb.require("dr-tls", "Its certificate is good", Reachability.certificateValid(here, drSite, "emr.example", ofDays(14)));
 * rb.verify("served", "The DR site serves, the old one does not",
 *         Reachability.sites(here)
 *                 .serves("DR site", service, drSite, HttpExpectation.status(200))
 *                 .doesNotServe("main site", service, mainSite, HttpExpectation.status(200)))
 *         .within(ofMinutes(5));
 * }</pre>
 *
 * <p>The core's {@code Http.get} asks where the service's name leads, and looks at JSON, latency and headers with secrets: it is for whether
 * a service is well. These checks are for the way there: they name the layer that fails, describe certificates that are refused, ask one site
 * by its address for the service's name, and prove that something does not answer.
 */
public final class Reachability {
    private Reachability() {}

    /** A port takes connections. */
    public static Check portOpen(ReachabilityProvider from, Endpoint endpoint) {
        return check(from, endpoint + " takes connections", () -> {
            var reply = from.tcp(endpoint);
            return reply.obstacle()
                    .map(obstacle -> Finding.notOk(endpoint + " " + obstacle.words()))
                    .orElseGet(() -> Finding.ok(endpoint + " took a connection" + at(reply) + after(reply)));
        });
    }

    /**
     * A port takes no connections: none is made, whatever the reason. A name that nobody knows is not ok, as it proves nothing. That this
     * machine reaches nothing at all looks the same; {@link #sites} sees one beside another.
     */
    public static Check notReachable(ReachabilityProvider from, Endpoint endpoint) {
        return check(
                from,
                endpoint + " takes no connections",
                () -> Question.port(endpoint, false).ask(from).finding());
    }

    /**
     * The certificate of a TLS server is one that ordinary clients accept, for the name they use and for others, and no certificate of its
     * chain ends soon. It is held against the provider's clock and its authorities; see {@link TlsFacts#faults}.
     *
     * @param serverName the name that clients use
     * @param atLeast how long it has to be valid from now; not negative
     * @param furtherNames of hosts that it has to be for too
     */
    public static Check certificateValid(
            ReachabilityProvider from, Endpoint endpoint, String serverName, Duration atLeast, String... furtherNames) {
        Objects.requireNonNull(serverName, "serverName");
        if (atLeast.isNegative()) {
            throw new IllegalArgumentException("How long a certificate has to be valid is not negative: " + atLeast);
        }
        var names = List.of(furtherNames);
        var what = "The certificate of " + endpoint + " is good for " + serverName
                + (names.isEmpty() ? "" : " and " + String.join(", ", names)) + ", " + words(atLeast) + " from now";
        return check(from, what, () -> {
            var reply = from.tls(endpoint, serverName);
            return reply.facts()
                    .map(facts -> judge(endpoint, facts, atLeast, names))
                    .orElseGet(() -> refused(reply));
        });
    }

    /** An HTTP answer is as expected, from where the name of the URI's host leads. */
    public static Check answers(ReachabilityProvider from, URI uri, HttpExpectation expectation) {
        return answers(from, uri, ReachabilityProvider.endpointOf(uri), expectation);
    }

    /** An HTTP answer of one endpoint is as expected, asked for the name in the URI wherever that leads. */
    public static Check answers(ReachabilityProvider from, URI uri, Endpoint endpoint, HttpExpectation expectation) {
        var question = Question.http(uri, endpoint, expectation, true);
        return check(from, question.wish(), () -> question.ask(from).finding());
    }

    /** Several sites side by side: which of them are to be reached from here, and which are not. */
    public static SitesCheck sites(ReachabilityProvider from) {
        return new SitesCheck(Objects.requireNonNull(from, "from"), List.of());
    }

    private static Finding judge(Endpoint endpoint, TlsFacts facts, Duration atLeast, List<String> names) {
        var faults = new ArrayList<>(facts.faults());
        names.stream()
                .filter(name -> !facts.certificate().isFor(name))
                .forEach(name -> faults.add("the certificate is not for " + name));
        var first = facts.endingFirst();
        var end = first.notAfter();
        if (!end.isBefore(facts.at()) && end.isBefore(facts.at().plus(atLeast))) {
            faults.add("the certificate of " + first.subject() + " ends at " + end + ", less than " + words(atLeast)
                    + " from now");
        }
        var text = "The certificate of " + endpoint + " for " + facts.serverName();
        return faults.isEmpty()
                ? new Finding(true, text + " is good for " + facts.daysLeft() + " more days", described(facts))
                : new Finding(false, text + " is not good: " + String.join("; ", faults), described(facts));
    }

    private static List<String> described(TlsFacts facts) {
        var lines = new ArrayList<String>();
        lines.add(facts.protocol() + ", " + facts.cipherSuite());
        lines.addAll(chain(facts.chain()));
        return lines;
    }

    private static List<String> chain(List<CertificateFacts> chain) {
        return chain.stream()
                .map(each -> each.subject() + ", serial " + each.serial() + ", signed by " + each.issuer()
                        + ", valid from " + each.notBefore() + " until " + each.notAfter()
                        + (each.names().isEmpty() ? "" : ", for " + String.join(", ", each.names())))
                .toList();
    }

    private static Finding refused(Reply<TlsFacts> reply) {
        var obstacle = reply.obstacle().orElseThrow();
        var details = obstacle instanceof Obstacle.TlsFailed failed ? chain(failed.chain()) : List.<String>of();
        return new Finding(false, reply.endpoint() + " " + obstacle.words(), details);
    }

    private static Check check(ReachabilityProvider from, String what, Look look) {
        Objects.requireNonNull(from, "from");
        return Check.of(what, run -> look.look());
    }

    static String at(Reply<?> reply) {
        return reply instanceof Reply.Reached<?> reached && !reached.at().equals(reached.endpoint())
                ? " at " + reached.at()
                : "";
    }

    static String after(Reply<?> reply) {
        return " after " + reply.took().toMillis() + " ms";
    }

    private static String words(Duration time) {
        var days = time.toDays();
        return time.equals(Duration.ofDays(days)) ? days + " days" : time.toHours() + " hours";
    }

    /** One look. */
    @FunctionalInterface
    private interface Look {
        Finding look() throws InterruptedException;
    }
}
