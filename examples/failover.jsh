// The failover to the other site: looked at before anything is done, done as planned, back again; and by force, when site A is gone, which
// nobody can do without typing what may be lost.
//
//     ./emrops-shell examples/failover.jsh
//
// Everything is in memory: the fakes of the testkit stand for SQL Server, Docker, the balancer and DNS. Exits with 0 only if all is in order in the end.

void expect(boolean asItShould, String what) {
    if (!asItShould) {
        throw new AssertionError("Not as it should be: " + what);
    }
    System.out.println("   ok: " + what);
}

var group = FakeReplication.availabilityGroup("EMRNext").primary("sql-a").synchronous("sql-b");
var siteA = FakeDeployer.of("emrnext-a", "api", "web").version("1.0.0").alreadyRunning("1.0.0");
var siteB = FakeDeployer.of("emrnext-b", "api", "web").version("1.0.0").alreadyRunning("1.0.0");
siteB.stop(Progress.none());
var edgeA = FakeLoadBalancer.of("edge-a").pool("emrnext", 2);
var edgeB = FakeLoadBalancer.of("edge-b").pool("emrnext", 2);
var nameOfA = RecordSet.a("emrnext.hospital.example", ofMinutes(1), "10.1.0.7");
var nameOfB = RecordSet.a("emrnext.hospital.example", ofMinutes(1), "10.2.0.7");
var dns = FakeDnsUpdater.of("hospital.example").holding(nameOfA);
var engine = Emrops.inMemory().listener(ProgressPrinter.to(System.out)).build();

// What is moved beside the database and the services: traffic and the name.
FailoverRunbook to(FailoverRunbook runbook, Deployer site, LoadBalancer edge, String address, RecordSet before, RecordSet after) {
    return runbook.targets(ofHours(4), ofHours(1)).newSite(site)
            .then("traffic", "Give it traffic", LoadBalancers.register(edge, "emrnext", new Endpoint(address, 443), ofMinutes(1)), rerun())
            .then("name", "Lead the name there", DnsRecords.replace(dns, before, after), probe())
            .verify("served", "The name servers say so", DnsRecords.servedByAll(dns, after));
}

boolean allAt(String site) {
    var b = site.equals("b");
    return group.takingWrites().equals(List.of("sql-" + site)) && siteA.isWell() != b && siteB.isWell() == b
            && dns.held(nameOfA.name(), RecordType.A).get().equals(b ? nameOfB : nameOfA);
}

Report run(Runbook book, RunRequest request) throws Exception {
    var report = engine.start(book, request).await();
    System.out.println(report.toMarkdown());
    return report;
}

// To site B, as planned: what would be done, and then it is.
var there = to(FailoverRunbook.planned("emrnext-to-b", "EMRNext to site B", group, "sql-a", "sql-b").formerSite(siteA), siteB, edgeB, "10.2.0.7", nameOfA, nameOfB).build();
var planned = RunRequest.by("m.meier").because("CHG-1");
System.out.println(engine.plan(there, planned).toMarkdown());
expect(allAt("a"), "the rehearsal has changed nothing");
expect(run(there, planned).succeeded() && allAt("b"), "all is at site B, with nothing lost");

// And back.
var back = to(FailoverRunbook.planned("emrnext-to-a", "EMRNext back to site A", group, "sql-b", "sql-a").formerSite(siteB), siteA, edgeA, "10.1.0.7", nameOfB, nameOfA).build();
expect(run(back, RunRequest.by("m.meier").because("CHG-2")).succeeded() && allAt("a"), "all is at site A again");

// Site A loses its power. Nobody forces a failover without typing what they were shown, and how the old primary is kept from taking changes.
group.powerOff("sql-a");
siteA.stop(Progress.none());
var forced = to(FailoverRunbook.forced("emrnext-lost-a", "EMRNext to site B without site A", group, "sql-b").fencedOutside(), siteB, edgeB, "10.2.0.7", nameOfA, nameOfB).build();
var incident = RunRequest.by("m.meier").because("INC-3");

boolean refused() throws Exception {
    try {
        engine.start(forced, incident);
        return false;
    } catch (PreconditionFailedException e) {
        System.out.println("   " + e.getMessage());
        return true;
    }
}

expect(refused() && group.takingWrites().isEmpty(), "without the confirmation nothing is done");

var shown = group.possibleLoss("sql-b");
System.out.println("   " + shown.told());
var typed = incident.with("outage", Instant.now().toString()).with("replica", "sql-b").with("primary", shown.primary().orElse("unknown")).with("held-until", shown.heldUntil().get().toString()).with("accepted-loss", "PT30M").with("fenced", "its power was cut by d.haus");
expect(run(forced, typed).succeeded() && allAt("b"), "with it all is at site B");

engine.close();
