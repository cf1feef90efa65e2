package io.emrops.reachability;

import io.emrops.Finding;
import io.emrops.network.Endpoint;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** What is asked of one endpoint, and whether the answer is to be yes. */
sealed interface Question {
    /** In a sentence, without a full stop. */
    String wish();

    /** Asks once. */
    Verdict ask(ReachabilityProvider from) throws InterruptedException;

    static Question port(Endpoint endpoint, boolean open) {
        return new Port(endpoint, open);
    }

    /**
     * About a service.
     *
     * @throws IllegalArgumentException if the URI cannot be asked
     */
    static Question http(URI uri, Endpoint endpoint, HttpExpectation expectation, boolean served) {
        ReachabilityProvider.endpointOf(uri);
        return new Service(uri, endpoint, expectation, served);
    }

    /**
     * What came of a question.
     *
     * @param text whom it is about and what was seen
     */
    record Verdict(boolean ok, String text, List<String> details) {
        static Verdict of(boolean ok, String text) {
            return new Verdict(ok, text, List.of());
        }

        Finding finding() {
            return new Finding(ok, text, details);
        }
    }

    /** Whether a port takes connections. */
    record Port(Endpoint endpoint, boolean open) implements Question {
        public Port {
            Objects.requireNonNull(endpoint, "endpoint");
        }

        @Override
        public String wish() {
            return endpoint + (open ? " takes connections" : " takes no connections");
        }

        @Override
        public Verdict ask(ReachabilityProvider from) throws InterruptedException {
            var reply = from.tcp(endpoint);
            return reply.obstacle()
                    .map(this::judge)
                    .orElseGet(() -> Verdict.of(
                            open,
                            endpoint + " took a connection" + Reachability.at(reply) + Reachability.after(reply)));
        }

        private Verdict judge(Obstacle obstacle) {
            return !open && isAboutTheName(obstacle)
                    ? Verdict.of(false, endpoint + " " + obstacle.words() + ": that proves nothing")
                    : Verdict.of(!open, endpoint + " " + obstacle.words());
        }
    }

    /** Whether an endpoint answers for a service. */
    record Service(URI uri, Endpoint endpoint, HttpExpectation expectation, boolean served) implements Question {
        public Service {
            Objects.requireNonNull(endpoint, "endpoint");
            Objects.requireNonNull(expectation, "expectation");
        }

        @Override
        public String wish() {
            return endpoint + (served ? " answers " : " does not answer ") + shown() + " with " + expectation;
        }

        @Override
        public Verdict ask(ReachabilityProvider from) throws InterruptedException {
            var reply = from.http(uri, endpoint, expectation);
            return reply.facts()
                    .map(facts -> new Verdict(
                            facts.asExpected() == served,
                            endpoint + " answered " + shown() + " with HTTP " + facts.status()
                                    + Reachability.after(reply) + (facts.asExpected() ? "" : ", not as expected"),
                            facts.unmet()))
                    .orElseGet(() -> judge(reply.obstacle().orElseThrow()));
        }

        private Verdict judge(Obstacle obstacle) {
            return !served && mayServe(obstacle)
                    ? Verdict.of(false, endpoint + " " + obstacle.words() + ": that proves nothing")
                    : Verdict.of(!served, endpoint + " " + obstacle.words());
        }

        /** One that was not asked, or that is slow, may serve somebody else. */
        private static boolean mayServe(Obstacle obstacle) {
            return isAboutTheName(obstacle)
                    || obstacle instanceof Obstacle.NotTrusted
                    || (obstacle instanceof Obstacle.TlsFailed tls && tls.reason() != Obstacle.Reason.UNRECOGNIZED_NAME)
                    || (obstacle instanceof Obstacle.TimedOut && obstacle.connected());
        }

        /** Without the query, which may hold what nobody should see. */
        private String shown() {
            var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return uri.getScheme() + "://" + uri.getRawAuthority() + path;
        }
    }

    /** Whether it says nothing about the endpoint. */
    private static boolean isAboutTheName(Obstacle obstacle) {
        return obstacle instanceof Obstacle.NameNotResolved
                || (obstacle instanceof Obstacle.TimedOut late && late.phase() == Phase.RESOLUTION);
    }
}
