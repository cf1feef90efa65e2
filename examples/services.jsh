// The services of EMRNext: scaled out behind a load balancer, given more memory, patched, and a patch that does not work taken back; then
// restarted, and looked at with plots.
//
//     ./emrops-shell examples/services.jsh
//
// Everything is in memory: the fakes of the testkit stand for Docker, its registry and the balancer. Exits with 0 only if all is in order in the end.

void expect(boolean asItShould, String what) {
    if (!asItShould) {
        throw new AssertionError("Not as it should be: " + what);
    }
    System.out.println("   ok: " + what);
}

var emrnext = FakeDeployer.of("emrnext", "api", "web", "cache").replicas("api", 3).version("1.0.0").version("2.0.0").alreadyRunning("1.0.0");
var scaler = FakeScaler.of(emrnext).host("8", gib(32)).limits("api", Resources.unlimited().memory(mib(256))).using("api", mib(200));
var metrics = FakeMetrics.of("emrnext", "api", "web", "cache").cpu("api", 0.4).memory("api", mib(200));
var security = FakeSecuritySettings.of("emrnext").finding("cache", "user-root", SettingFinding.Severity.MEDIUM, "its processes run as root");
var reports = Files.createTempDirectory("emrops-reports");
var engine = Emrops.inMemory().authorizer(Authorizer.groups(Map.of("change-board", List.of("b.board")))).listener(ProgressPrinter.to(System.out)).build();

Report run(Runbook book, RunRequest request) throws Exception {
    System.out.println(engine.plan(book, request).toMarkdown());
    var run = engine.start(book, request);
    if (run.awaitState(state -> state == RunState.WAITING || state.ended(), ofMinutes(1)) && run.state() == RunState.WAITING) {
        run.answer("go", Answer.agree("b.board").having(run.questions().get(0).hash()));
    }
    var report = run.await();
    System.out.println(report.toMarkdown());
    return report;
}

// Two more instances of the API.
var scale = HorizontalScalingRunbook.of("emrnext-scale", "Scale the API", emrnext, scaler, "api").atMost(6).build();
expect(run(scale, RunRequest.by("m.meier").because("CHG-1").with("replicas", 5)).succeeded(), "there are five instances");

// The number outlives a deployment, which goes service by service.
var deploy = DeploymentRunbook.of("emrnext-deploy", "Deploy EMRNext", emrnext).rolling().build();
expect(run(deploy, RunRequest.by("m.meier").because("CHG-2").with("version", "2.0.0")).succeeded() && emrnext.running().service("api").get().replicas() == 5, "five instances of the new version");

// More memory for each, now and from then on. Less than what is used is refused before anything is touched.
VerticalScalingRunbook limits(DataSize memory) {
    return VerticalScalingRunbook.of("emrnext-memory", "Memory of the API", emrnext, scaler, "api", Resources.unlimited().cpus("1.5").memory(memory));
}
expect(run(limits(mib(512)).build(), RunRequest.by("m.meier").because("CHG-3")).succeeded(), "each has 512 MiB");
expect(!run(limits(mib(128)).build(), RunRequest.by("m.meier").because("CHG-4")).succeeded() && scaler.limits("api").memory().get().equals(mib(512)), "128 MiB are refused, as more is in use");

// A patch of the web server: found, agreed to, installed.
var patch = SecurityPatchRunbook.of("emrnext-patches", "Patch EMRNext", emrnext.patcher()).approval("go", "The change board agrees", "change-board", 1).settings(Deployments.securitySettings(security).accepting("user-root", "cache", "CHG-12")).build();
emrnext.patcher().push("web");
var before = emrnext.running();
expect(run(patch, RunRequest.by("m.meier").because("CHG-5")).succeeded() && !emrnext.running().runsTheSameAs(before), "the web server runs the newer image");

// One of the API that does not work: taken back by digest.
emrnext.patcher().pushBroken("api");
before = emrnext.running();
expect(run(patch, RunRequest.by("m.meier").because("CHG-6")).state() == RunState.ROLLED_BACK && emrnext.running().runsTheSameAs(before) && emrnext.isWell(), "the former image of the API runs again");

// The cache is not well; a restart helps.
emrnext.turnUnwell("cache");
var restart = ServiceRestartRunbook.of("emrnext-restart", "Restart the cache", emrnext, "cache").build();
expect(run(restart, RunRequest.by("m.meier").because("INC-7")).succeeded() && emrnext.isWell(), "the cache is well again");

// What they use, with plots.
var look = PerformanceInvestigationRunbook.of("emrnext-performance", "What EMRNext uses", emrnext, metrics).measure(ofSeconds(5), Thresholds.none().cpuBelow(0.7).memoryBelow(mib(400)), reports).build();
expect(run(look, RunRequest.by("m.meier")).succeeded(), "all keep to their limits");
try (var files = Files.list(reports)) {
    files.sorted().forEach(file -> System.out.println("   " + file));
}

engine.close();
