// Deployments of Hospital Scheduler to IIS: built, rolled out, tried beside the old version, undone; its pool recycled.
//
//     ./emrops-shell examples/scheduler.jsh
//
// Windows and its IIS are simulated by the testkit, and npm is a shell script of a few lines, so that this runs wherever there is a sh. On a real host,
// app01 is PowerShellHost.winRm("app01.hospital.example").login("ops", password).build(), and npm is npm.

import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;

void expect(boolean asItShould, String what) {
    if (!asItShould) {
        throw new AssertionError("Not as it should be: " + what);
    }
    System.out.println("   ok: " + what + "\n");
}

// The Windows, and the way to it.
var home = Files.createTempDirectory("emrops-scheduler-");
var scripted = ScriptedWindowsHost.builder().name("APP01").start();
var windows = SimulatedWindows.behind(scripted);
var app01 = PowerShellHost.local().program(scripted.standIn(home).toString()).build();

// What npm does here: `run build` makes the pages of the version that is asked for.
var dist = Files.createDirectories(home.resolve("dist"));
var npm = Files.writeString(home.resolve("npm"), """
        #!/bin/sh
        [ "$2" = build ] || exit 0
        mkdir -p "dist/$VERSION" && cd "dist/$VERSION" || exit 1
        echo "<h1>Hospital Scheduler $VERSION</h1>" > index.html
        printf '<configuration>\\n  <appSettings>\\n  </appSettings>\\n</configuration>\\n' > web.config
        [ "$VERSION" != 2.1.0 ] || touch broken.txt
        """);
npm.toFile().setExecutable(true);

Command npm(String version, String... words) {
    return Commands.run(npm.toString(), words).in(home).env("VERSION", version);
}

// The settings of the document: environment, SQL Server, name of the application, port.
IisDeployer deployer() {
    return IisDeployer.site(app01, "HospitalScheduler")
            .root("D:\\apps\\HospitalScheduler")
            .packages(PackageSource.builtInto(dist))
            .binding(IisBinding.http(3001))
            .environment("NODE_ENV", "production")
            .environment("SQL_SERVER", ".\\SQLEXPRESS")
            .secretEnvironment("DB_PASSWORD", Secret.of("not the one of your hospital".toCharArray()))
            .webConfig(WebConfig.unchanged().appSetting("Environment", "production"))
            .health("/api/health")
            .healthyWithin(ofSeconds(2))
            .errorSources("Hospital Scheduler")
            .build();
}
var scheduler = deployer();

Runbook deployment(String version) {
    return DeploymentRunbook.of("scheduler-deploy", "Deploy Hospital Scheduler", scheduler)
            .checklist("migrations", "Database migrations reviewed")
            .prepare("dependencies", "Install the dependencies", npm(version, "ci"))
            .prepare("build", "Build the pages", npm(version, "run", "build"))
            .prepare("build-whole", "The build is whole", npm(version, "run", "build:verify"))
            .lock("scheduler")
            .rolling()
            .migration(npm(version, "run", "db:migrate:production"), "migrations only add; the previous version runs on the new schema")
            .verifyMigration("schema", "Verify the migration", npm(version, "run", "db:verify"))
            .afterMigration("admin", "Create the first administrator", npm(version, "run", "db:create-admin"), "there is one already after the first time")
            .verify("runs", "Its pool runs", AppPools.running(Iis.on(app01), "HospitalScheduler"))
            .wellWithin(ofSeconds(5))
            .build();
}

System.out.println("Hospital Scheduler is deployed to " + scheduler.target() + ". That Windows, its IIS and npm are simulated.\n");
var engine = Emrops.builder(home.resolve("journal")).listener(ProgressPrinter.to(System.out)).build();

Report deploy(String version) throws Exception {
    var run = engine.start(deployment(version), RunRequest.by("m.meier").because("CHG-4711").with("version", version));
    run.awaitState(state -> state == RunState.WAITING, ofSeconds(30));
    run.answer("migrations", Answer.confirm("m.meier").remark("by the script"));
    var report = run.await();
    System.out.println("\n" + report.verdict());
    return report;
}

String path() {
    return windows.iis().site("HospitalScheduler").orElseThrow().physicalPath();
}

expect(deploy("1.0.0").succeeded() && path().contains("1.0.0-"), "1.0.0 is on " + path());

expect(deploy("2.0.0").succeeded() && path().contains("2.0.0-"), "2.0.0 is on " + path());
expect(scheduler.preview(ReleaseRequest.preview("2.0.0")).isEmpty(), "once more would change nothing");
System.out.println("To go back to 1.0.0 would be:");
scheduler.preview(ReleaseRequest.preview("1.0.0")).forEach(line -> System.out.println("   " + line));

// 2.1.0 answers with errors. It was tried on the host beside 2.0.0, which nobody has noticed.
var broken = deploy("2.1.0");
expect(broken.state() == RunState.ROLLED_BACK && path().contains("2.0.0-"), "2.0.0 is still on " + path());
expect(windows.iis().sites().size() == 1, "the site it was tried on is gone");

// Somebody else's night: the pool hangs.
var iis = Iis.on(app01);
var recycling = Runbook.define("scheduler-recycle", "Give the scheduler new processes", rb -> {
    rb.step("recycle", "Recycle the pool", AppPools.recycle(iis, "HospitalScheduler")).inDoubt(rerun());
    rb.verify("runs", "The pool runs", AppPools.running(iis, "HospitalScheduler"));
});
expect(engine.start(recycling, RunRequest.by("m.meier")).await().succeeded(), "the pool has new processes");

engine.close();
app01.close();
scripted.close();
try (var files = Files.walk(home)) {
    files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
}
