// What emrops does on a Windows host, tried on yours: run it, and send back the file that it writes.
//
//     ./emrops-shell examples/windows-acceptance.jsh --winrm HOST USER [--kerberos] [--port N] [--trust FILE.pem]
//     ./emrops-shell examples/windows-acceptance.jsh --ssh HOST USER --known-hosts FILE [--port N]
//     ./emrops-shell examples/windows-acceptance.jsh --simulated
//
// More of it with --iis (IIS 10 and an administrator): a site emrops-acceptance on port 58081 (--site-port N) comes and goes. Everything
// else stays in C:\emrops-acceptance (--scratch DIRECTORY), which you can delete afterwards. The password is asked for, or taken from
// EMROPS_WINDOWS_PASSWORD; a wrong one is tried once. --yes asks nothing.
//
// The file has no host names, no users and no words of the host: what was tried, how long it took, ids of errors. Exits with 0 if
// nothing was not as it should be.

import io.emrops.iis.release.*;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.certificate.*;
import io.emrops.windows.counter.*;
import io.emrops.windows.eventlog.*;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

var options = List.of(args);

Optional<String> option(String name) {
    var at = options.indexOf(name);
    return at < 0 || at + 1 == options.size() ? Optional.empty() : Optional.of(options.get(at + 1));
}

String needed(String name, String what) {
    return option(name).orElseThrow(() -> new IllegalArgumentException(name + " needs " + what));
}

Secret password() {
    var given = System.getenv("EMROPS_WINDOWS_PASSWORD");
    if (given != null) {
        return Secret.of(given.toCharArray());
    }
    var console = System.console();
    if (console == null) {
        throw new IllegalStateException("There is no terminal to ask for the password: set EMROPS_WINDOWS_PASSWORD");
    }
    return Secret.of(console.readPassword("Password: "));
}

SSLContext trust(Path pem) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(pem)) {
        var number = 0;
        for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
            store.setCertificateEntry("c" + number++, certificate);
        }
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
}

String userOf(String way) {
    var at = options.indexOf(way);
    if (at + 2 >= options.size()) {
        throw new IllegalArgumentException(way + " needs a host and a user");
    }
    return options.get(at + 2);
}

// The simulated host plays for those who have no Windows; what it proves of Windows is nothing.
var simulated = options.contains("--simulated") ? Optional.of(ScriptedWindowsHost.builder().start()) : Optional.<ScriptedWindowsHost>empty();
var scratchHere = Files.createTempDirectory("emrops-acceptance-");

PowerShellHost open() throws Exception {
    if (simulated.isPresent()) {
        SimulatedWindows.behind(simulated.get()).events().add("System", "Service Control Manager", 7036, 4, Instant.now(), "It runs.");
        return PowerShellHost.local().program(simulated.get().standIn(scratchHere).toString()).build();
    }
    if (options.contains("--ssh")) {
        var ssh = PowerShellHost.ssh(needed("--ssh", "a host")).knownHosts(Path.of(needed("--known-hosts", "a file")));
        option("--port").ifPresent(port -> ssh.port(Integer.parseInt(port)));
        return ssh.login(userOf("--ssh"), password()).build();
    }
    var winRm = PowerShellHost.winRm(needed("--winrm", "a host"));
    option("--port").ifPresent(port -> winRm.port(Integer.parseInt(port)));
    if (option("--trust").isPresent()) {
        winRm.trusting(trust(Path.of(option("--trust").get())));
    }
    if (options.contains("--kerberos")) {
        return winRm.login(KerberosLogin.byPassword(userOf("--winrm"), password())).build();
    }
    return winRm.login(userOf("--winrm"), password()).build();
}

var scratch = option("--scratch").orElse("C:\\emrops-acceptance");
var sitePort = Integer.parseInt(option("--site-port").orElse("58081"));
var withIis = options.contains("--iis");
var lines = new ArrayList<String>();
var wrong = new ArrayList<String>();

void say(String line) {
    System.out.println(line);
    lines.add(line);
}

interface Attempt {
    String run() throws Exception;
}

// One thing that is tried: its number, how it ended, how long it took, what was found.
void attempt(String what, Attempt attempt) throws InterruptedException {
    var began = System.nanoTime();
    String ended;
    try {
        var found = attempt.run();
        ended = "ok      " + took(began) + what + ": " + found;
    } catch (InterruptedException e) {
        throw e;
    } catch (Exception | AssertionError e) {
        ended = "NOT OK  " + took(began) + what + ": " + told(e);
        wrong.add(what);
    }
    say(String.format("%2d  %s", lines.size(), ended));
}

String took(long began) {
    return String.format("%7d ms  ", (System.nanoTime() - began) / 1_000_000);
}

// By kinds and ids: messages hold names of hosts and paths.
String told(Throwable e) {
    if (e instanceof ScriptFailedException failed) {
        return e.getClass().getSimpleName() + " " + failed.error();
    }
    return e instanceof AssertionError ? e.getMessage() : e.getClass().getSimpleName() + causes(e);
}

String causes(Throwable e) {
    return e.getCause() == null ? "" : ", by " + e.getCause().getClass().getSimpleName() + causes(e.getCause());
}

void require(boolean so, String otherwise) {
    if (!so) {
        throw new AssertionError(otherwise);
    }
}

Path packageOf(String version) throws Exception {
    var folder = Files.createDirectories(scratchHere.resolve("packages").resolve(version).resolve("pages"));
    Files.writeString(folder.resolve("it's; $(a) `page` \u2019.html"), version);
    Files.writeString(folder.getParent().resolve("index.html"), "<h1>" + version + "</h1>");
    Files.writeString(folder.getParent().resolve("web.config"), "<configuration>\n  <appSettings>\n  </appSettings>\n</configuration>\n");
    return folder.getParent();
}

IisDeployer deployer(PowerShellHost host) {
    return IisDeployer.site(host, "emrops-acceptance")
            .root(scratch + "\\site")
            .packages(PackageSource.in(scratchHere.resolve("packages")))
            .binding(IisBinding.http(sitePort))
            .environment("EMROPS_ACCEPTANCE", "it's; $(a) `value` \u2019")
            .webConfig(WebConfig.unchanged().appSetting("Environment", "acceptance"))
            .health("/index.html")
            .healthyWithin(ofMinutes(1))
            .build();
}

String deployed(IisDeployer deployer, String version, boolean rolling) throws Exception {
    var request = new ReleaseRequest(version, "acceptance-" + version);
    var release = deployer.rollOut(rolling ? request.rolling() : request, Progress.none());
    require(release.version().equals(version), "another version is there");
    require(deployer.status().stream().allMatch(ServiceStatus::ok), "it is not well");
    require(deployer.find("acceptance-" + version).isPresent(), "the roll-out is not found again");
    require(deployer.preview(ReleaseRequest.preview(version)).isEmpty(), "a second one would change something");
    return "switched, well, found again, nothing left to change";
}

void tryHost(PowerShellHost host) throws Exception {
    attempt("who it is", () -> {
        var identity = host.identity();
        var drift = Duration.between(Instant.now(), identity.time()).abs();
        return "Windows " + identity.osVersion() + (identity.administrator() ? ", administrator" : ", no administrator") + ", clocks "
                + drift.toSeconds() + " s apart";
    });
    var pack = ReleasePackage.of(packageOf("1.0.0"), WebConfig.unchanged());
    var folders = new ReleaseFolders(host, scratch + "\\releases-test");
    attempt("a release with a hostile name", () -> {
        var stored = folders.store("1.0.0", pack, Progress.none());
        return stored.files() + " files, " + (stored.stored() ? "sent" : "there already");
    });
    attempt("the same once more", () -> {
        require(!folders.store("1.0.0", pack, Progress.none()).stored(), "it was sent again");
        return "nothing sent";
    });
    attempt("its files, compared there", () -> {
        var found = folders.look(folders.pathOf("1.0.0", pack.digest())).orElseThrow();
        require(found.whole() && found.added().isEmpty(), "they differ");
        return "all as sent";
    });
    var large = Files.write(scratchHere.resolve("large.bin"), new byte[9 << 20]);
    attempt("a file of 9 MiB, in chunks", () -> {
        host.upload(large, scratch + "\\releases-test\\large.bin", Progress.none());
        require(!host.upload(large, scratch + "\\releases-test\\large.bin", Progress.none()).sent(), "it was sent twice");
        return "sent once";
    });
    attempt("a place that is not there", () -> {
        try {
            host.upload(large, scratch + "\\not-there\\large.bin", Progress.none());
        } catch (ScriptFailedException e) {
            return "told by its id: " + e.error();
        }
        throw new AssertionError("nothing was said");
    });
    attempt("certificates", () -> WindowsCertificateStore.on(host).list().size() + " in My");
    attempt("event log", () -> {
        var log = WindowsEventLog.on(host);
        var some = EventQuery.of("Application").most(20);
        var page = log.page(some);
        var place = log.newest("Application");
        var before = page.next().isPresent() ? log.page(some, page.next().get()) : new EventPage(List.of(), Optional.empty(), Optional.empty());
        require(before.gap().isEmpty() && Collections.disjoint(page.events(), before.events()), "the second page is no other one");
        require(log.after(some, place).gap().isEmpty(), "the newest event is not found again");
        return page.events().size() + " events, and " + before.events().size() + " before them";
    });
    attempt("event log, filtered there", () -> {
        var log = WindowsEventLog.on(host);
        var all = EventQuery.of("System");
        var newest = log.page(all.most(1)).events().stream().findFirst();
        if (newest.isEmpty()) {
            return "the log is empty";
        }
        var it = newest.get();
        var same = all.from(it.at()).until(it.at().plusNanos(1)).ids(List.of(it.id())).providers(it.source().toUpperCase(Locale.ROOT));
        var filtered = it.level() == EventLevel.OTHER ? same : same.levels(it.level());
        require(log.page(filtered).events().contains(it), "it is not found by its time, level, id and provider");
        require(!log.page(filtered.until(it.at())).events().contains(it), "it is found before its time");
        return "found by time, level, id and provider; its text " + (log.messages(List.of(it)).get(0).text().isPresent() ? "can" : "cannot") + " be made";
    });
    attempt("performance counters", () -> {
        var sample = WindowsCounters.on(host).sample();
        require(sample.processor().isPresent() && sample.memory().isPresent() && !sample.disks().isEmpty(), "not all is told; untold: " + sample.untold());
        return Math.round(sample.processor().get() * 100) + " % of " + sample.processors().orElse(0) + " processors, " + sample.memory().get().inUse() + " of "
                + sample.memory().get().total() + ", " + sample.disks().size() + " disks, " + sample.networks().size() + " networks, IIS " + sample.iis() + ", "
                + sample.workers().size() + " worker processes, " + sample.sites().size() + " sites, untold: " + sample.untold();
    });
    attempt("a counter by name", () -> {
        var reading = WindowsCounters.on(host).read(CounterQuery.of("Win32_PerfRawData_PerfOS_System", "ContextSwitchesPersec"));
        require(reading.value().isPresent() && reading.unit() == CounterUnit.PER_SECOND, "it has no value per second");
        return Math.round(reading.value().get()) + " in a second";
    });
    attempt("a counter that is not there", () -> {
        try {
            WindowsCounters.on(host).read(CounterQuery.of("Win32_PerfRawData_emrops_None", "None"));
        } catch (PreconditionFailedException e) {
            return "refused";
        }
        throw new AssertionError("nothing was said");
    });
    attempt("an event log that is not there", () -> {
        try {
            WindowsEventLog.on(host).page(EventQuery.of("emrops-none"));
        } catch (PreconditionFailedException e) {
            return "refused";
        }
        throw new AssertionError("nothing was said");
    });
}

// A runbook that fails on purpose, so that what it changed is undone.
String optimized(Iis iis) throws Exception {
    var book = Runbook.define("acceptance-optimize", "Compress and cache", rb -> {
        rb.step("optimize", "Compress and cache", IisOptimizer.usual(iis, "emrops-acceptance")).inDoubt(probe());
        rb.verify("on-purpose", "Fails on purpose", run -> Finding.notOk("on purpose"));
    });
    try (var engine = Emrops.inMemory().build()) {
        var report = engine.start(book, RunRequest.by("acceptance")).await();
        require(report.state() == RunState.ROLLED_BACK && report.leftChanged().isEmpty(), "it ended as " + report.state());
        return "set, and taken back";
    }
}

void tryIis(PowerShellHost host) throws Exception {
    var iis = Iis.on(host);
    var deployer = deployer(host);
    packageOf("2.0.0");
    attempt("sites and pools", () -> iis.sites().size() + " sites, " + iis.pools().size() + " pools");
    require(iis.site("emrops-acceptance").isEmpty(), "There is a site emrops-acceptance already: remove it first");
    try {
        attempt("a site is deployed", () -> deployed(deployer, "1.0.0", false));
        attempt("a variable with a hostile value", () -> {
            var pool = iis.pool("emrops-acceptance", Set.of("EMROPS_ACCEPTANCE")).orElseThrow();
            require("it's; $(a) `value` \u2019".equals(pool.environment().get("EMROPS_ACCEPTANCE")), "it is another there");
            return "is what was sent";
        });
        var first = deployer.current();
        attempt("another version, tried beside it first", () -> deployed(deployer, "2.0.0", true));
        attempt("worker processes", () -> iis.workerProcesses("emrops-acceptance").size() + " of the pool");
        attempt("the pool is recycled", () -> {
            deployer.restart("emrops-acceptance", Progress.none());
            return "well again";
        });
        attempt("back to the version before", () -> {
            require(deployer.rollBack(first, Progress.none()).runsTheSameAs(first), "another version is there");
            return "as it was";
        });
        attempt("stopped, and started", () -> {
            deployer.stop(Progress.none());
            require(deployer.runningServices().isEmpty(), "something runs");
            deployer.start(Progress.none());
            return "well again";
        });
        attempt("compression and caching, and back", () -> optimized(iis));
    } finally {
        attempt("the site is removed", () -> {
            iis.removeSite("emrops-acceptance", true);
            require(iis.site("emrops-acceptance").isEmpty(), "it is still there");
            return "gone, with its pool";
        });
    }
}

boolean agreed() {
    System.out.println("Files are written to " + scratch + " on the host" + (withIis ? ", and a site emrops-acceptance comes and goes." : "."));
    if (options.contains("--yes") || simulated.isPresent()) {
        return true;
    }
    var answer = System.console() == null ? null : System.console().readLine("Type yes to go on: ");
    return "yes".equals(answer);
}

if (!agreed()) {
    System.exit(2);
}
say("emrops on a Windows host, " + Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + (simulated.isPresent() ? ", SIMULATED: this says nothing of Windows" : ""));
try (var host = open()) {
    tryHost(host);
    if (withIis) {
        tryIis(host);
    }
}
simulated.ifPresent(ScriptedWindowsHost::close);
say(wrong.isEmpty() ? "All as it should be." : wrong.size() + " not as they should be: " + String.join("; ", wrong));
var file = Path.of("windows-acceptance-" + Instant.now().getEpochSecond() + ".txt");
if (simulated.isEmpty()) {
    Files.write(file, lines);
    System.out.println("To be sent back: " + file.toAbsolutePath());
}
try (var files = Files.walk(scratchHere)) {
    files.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
}
System.exit(wrong.isEmpty() ? 0 : 1);
