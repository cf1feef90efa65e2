package io.emrops.reachability;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.StepContext;
import io.emrops.network.Endpoint;
import io.emrops.reachability.Question.Verdict;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Holds several sites against what they should be from here, side by side: all are asked at the same time, so that one that is lost does not
 * delay the others, and a machine that has lost its own network is not taken for sites that are down. Immutable: each verb gives another check.
 *
 * <p>Of a site that is to take no traffic any more, say so by {@link #notReachable} if it is cut off or stopped, and by {@link #doesNotServe}
 * if it may still listen. Say beside it what is to be reached: a look in which nothing answers proves nothing.
 */
public final class SitesCheck implements Check {
    private static final int AT_ONCE = 16;

    private final ReachabilityProvider from;
    private final List<Asked> all;

    /** A question to an endpoint of a site. */
    private record Asked(String site, Question question) {
        Asked {
            if (site.isBlank()) {
                throw new IllegalArgumentException("A site has a name");
            }
            Objects.requireNonNull(question, "question");
        }
    }

    SitesCheck(ReachabilityProvider from, List<Asked> all) {
        this.from = from;
        this.all = List.copyOf(all);
    }

    /** These ports of a site take connections. */
    public SitesCheck reachable(String site, Endpoint... endpoints) {
        return ports(site, true, endpoints);
    }

    /** These ports of a site take no connections, whatever the reason. A name that nobody knows is not ok, as it proves nothing. */
    public SitesCheck notReachable(String site, Endpoint... endpoints) {
        return ports(site, false, endpoints);
    }

    /** A site answers for a service as expected, asked by its own endpoint wherever the service's name leads. */
    public SitesCheck serves(String site, URI service, Endpoint endpoint, HttpExpectation expectation) {
        return with(List.of(new Asked(site, Question.http(service, endpoint, expectation, true))));
    }

    /**
     * A site does not answer for a service in this way: it cannot be reached, refuses, or answers otherwise, such as with 503. One that is slow,
     * or was not asked because its certificate is not trusted or no TLS was agreed on, is not ok: it may serve others. That it knows no such
     * server name is an answer.
     *
     * @param expectation the one that the site met while it served
     */
    public SitesCheck doesNotServe(String site, URI service, Endpoint endpoint, HttpExpectation expectation) {
        return with(List.of(new Asked(site, Question.http(service, endpoint, expectation, false))));
    }

    /** Asks all of them once. */
    @Override
    public Finding check(StepContext run) throws InterruptedException {
        if (all.isEmpty()) {
            throw new IllegalStateException("Nobody said which sites are to be looked at");
        }
        var verdicts = askAll();
        var details = new ArrayList<String>();
        for (var i = 0; i < all.size(); i++) {
            var verdict = verdicts.get(i);
            details.add((verdict.ok() ? "" : "NOT as wanted: ") + all.get(i).site() + ": " + verdict.text()
                    + (verdict.details().isEmpty() ? "" : " (" + String.join("; ", verdict.details()) + ")"));
        }
        var bad = verdicts.stream().filter(each -> !each.ok()).count();
        return bad == 0
                ? new Finding(true, "All " + all.size() + " are as wanted from " + place(), details)
                : new Finding(false, bad + " of " + all.size() + " are not as wanted from " + place(), details);
    }

    private String place() {
        return from.target().name();
    }

    private List<Verdict> askAll() throws InterruptedException {
        var threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, all.size()), task -> {
            var thread = new Thread(task, "emrops sites");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var questions = all.stream()
                    .map(each -> (Callable<Verdict>) () -> each.question().ask(from))
                    .toList();
            var verdicts = new ArrayList<Verdict>();
            for (var answer : threads.invokeAll(questions)) {
                verdicts.add(answer.get());
            }
            return verdicts;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public String describe() {
        return all.stream()
                .map(each -> each.site() + ": " + each.question().wish())
                .collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return describe();
    }

    private SitesCheck ports(String site, boolean open, Endpoint... endpoints) {
        if (endpoints.length == 0) {
            throw new IllegalArgumentException("No endpoint of " + site + " is named");
        }
        return with(List.of(endpoints).stream()
                .map(each -> new Asked(site, Question.port(each, open)))
                .toList());
    }

    private SitesCheck with(List<Asked> more) {
        var together = new ArrayList<>(all);
        together.addAll(more);
        return new SitesCheck(from, together);
    }
}
