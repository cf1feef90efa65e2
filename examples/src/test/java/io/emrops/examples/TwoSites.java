package io.emrops.examples;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.InDoubt;
import io.emrops.Progress;
import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsRecords;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancers;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.Reachability;
import io.emrops.rfc2136.Rfc2136;
import io.emrops.runbooks.FailoverRunbook;
import io.emrops.vantage.VantagePoint;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A hospital of two sites, and a name that leads to one of them. Site A serves at first, and site B is stopped. */
final class TwoSites implements AutoCloseable {
    /** One test at a time: a link that is cut is cut for all of them. */
    static final String NETWORKS = "127.0.1.0/24, 127.0.2.0/24";

    static final String NAME = "emrnext." + NameServer.ZONE;

    private static final Duration WELL_WITHIN = ofSeconds(30);
    private static final HttpExpectation PAGE = HttpExpectation.status(200);

    final Site a;
    final Site b;
    final int port;
    final Rfc2136 dns;

    private volatile AtSteps.Happening beforeVerifying = () -> {};
    private final NameServer authority;
    private final NameServer resolver;
    private final VantagePoint here = VantagePoint.builder()
            .connectWithin(ofSeconds(1))
            .answerWithin(ofSeconds(3))
            .build();

    /** Which sites have what; all four are the same one if all is well. */
    record Standing(List<String> takeChanges, List<String> run, List<String> serve, List<String> named) {
        static Standing at(String site) {
            return new Standing(List.of("sql-" + site), List.of(site), List.of(site), List.of(site));
        }
    }

    TwoSites(Path directory) throws Exception {
        CutLink.removeLeftOvers();
        port = Site.freePort("127.0.1.1", "127.0.2.1");
        a = new Site("a", 1, port, Files.createDirectories(directory.resolve("a")));
        b = new Site("b", 2, port, Files.createDirectories(directory.resolve("b")));
        authority = new NameServer(directory.resolve("authority"));
        resolver = authority.resolver(directory.resolve("resolver"));
        dns = authority.connect(resolver);
    }

    void start() throws Exception {
        a.start();
        b.start();
        b.deployer.stop(Progress.none());
        a.balancer.register(Site.POOL, List.of(a.web()), WELL_WITHIN);
        dns.add(nameOf(a));
    }

    /** What happens before the first verification from outside: the beginnings of checks are written later than they begin. */
    void beforeVerifying(AtSteps.Happening happening) {
        beforeVerifying = happening;
    }

    private static RecordSet nameOf(Site site) {
        return RecordSet.a(NAME, ofSeconds(1), site.address());
    }

    Ward ward() {
        return new Ward(dns, NAME, port);
    }

    /** To this site from the other. */
    FailoverRunbook planned(ReplicatedDatabase database, Site to) {
        var from = to == a ? b : a;
        return moves(
                        FailoverRunbook.planned(
                                        "emrnext-to-" + to.name,
                                        "EMRNext to site " + to.name.toUpperCase(Locale.ROOT),
                                        database.group,
                                        "sql-" + from.name,
                                        "sql-" + to.name)
                                .formerSite(from.deployer),
                        to,
                        from)
                .verify(
                        "sites",
                        "Site " + to.name + " serves, and site " + from.name + " does not",
                        Reachability.sites(here)
                                .serves("site " + to.name, uri(), endpoint(to), PAGE)
                                .doesNotServe("site " + from.name, uri(), endpoint(from), PAGE));
    }

    /** To this site without the other. */
    FailoverRunbook forced(ReplicatedDatabase database, Site to) {
        return moves(
                        FailoverRunbook.forced(
                                        "emrnext-forced-to-" + to.name,
                                        "EMRNext to site " + to.name + " without the other",
                                        database.group,
                                        "sql-" + to.name)
                                .fencedOutside(),
                        to,
                        to == a ? b : a)
                .verify(
                        "serves",
                        "Site " + to.name + " serves",
                        Reachability.sites(here).serves("site " + to.name, uri(), endpoint(to), PAGE));
    }

    private FailoverRunbook moves(FailoverRunbook runbook, Site to, Site from) {
        return runbook.targets(ofHours(4), ofHours(1))
                .wellWithin(WELL_WITHIN)
                .newSite(to.deployer)
                .then(
                        "traffic",
                        "Give site " + to.name + " traffic",
                        LoadBalancers.register(to.balancer, Site.POOL, to.web(), WELL_WITHIN),
                        InDoubt.rerun())
                .then(
                        "name",
                        "Lead the name to site " + to.name,
                        DnsRecords.replace(dns, nameOf(from), nameOf(to)),
                        InDoubt.probe())
                .verify("served", "The name server says so", run -> {
                    beforeVerifying.happen();
                    return DnsRecords.servedByAll(dns, nameOf(to)).check(run);
                })
                .verify("resolved", "So does the resolver", DnsRecords.pointsTo(dns, NAME, to.address()));
    }

    private static URI uri() {
        return URI.create("http://" + NAME + "/");
    }

    private Endpoint endpoint(Site site) {
        return new Endpoint(site.address(), port);
    }

    /** As it is, asked of each by itself. */
    Standing standing(ReplicatedDatabase database) throws Exception {
        var run = new ArrayList<String>();
        for (var site : List.of(a, b)) {
            if (site.runs()) {
                run.add(site.name);
            }
        }
        return new Standing(
                database.takingChanges(),
                run,
                Stream.of(a, b)
                        .filter(site -> Ward.page(site.address(), port).equals(site.address()))
                        .map(site -> site.name)
                        .toList(),
                named());
    }

    private List<String> named() {
        return dns.served(new DnsName(NAME), RecordType.A).get(0) instanceof DnsAnswer.Present p
                ? Stream.of(a, b)
                        .filter(site -> p.records().values().contains(site.address()))
                        .map(site -> site.name)
                        .toList()
                : List.of();
    }

    /** A HAProxy finds a server that has come back well a moment later. */
    void assertAllAt(Site site, ReplicatedDatabase database, String about) {
        Awaitility.await()
                .atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(standing(database)).as(about).isEqualTo(Standing.at(site.name)));
    }

    @Override
    public void close() throws Exception {
        try (resolver;
                authority;
                a) {
            b.close();
        }
    }
}
