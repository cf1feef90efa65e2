// A release night at a small hospital: rehearse, deploy, undo a broken version, survive a kill, report.
//
//     ./emrops-shell examples/release.jsh          # goes through by itself
//     ./emrops-shell examples/release.jsh --ask    # at a terminal: you tick off, and decide on what is in doubt
//
// Works on the Docker engine if one answers, else on the embedded hospital of the testkit (always there with
// EMROPS_HOSPITAL=embedded). SQL Server is simulated by the testkit; emrops talks to it through Microsoft's driver, as it
// would to a real one. Exits with 0 only if everything went as its headings say.

// Further down the script starts itself once more, as the process that is going to be killed.
var victim = args.length == 4 && args[0].equals("--deploy");
var home = victim ? Path.of(args[2]) : Files.createTempDirectory("emrops-release-");
var me = "m.meier";
var ask = List.of(args).contains("--ask");

void heading(String text) {
    System.out.println("\n== " + text + "\n");
}

void expect(boolean asItShould, String what) {
    if (!asItShould) {
        throw new AssertionError("Not as it should be: " + what);
    }
    System.out.println("   ok: " + what);
}

if (!victim) {
    heading("The hospital");
}
var hospital = Hospital.open(home.resolve("hospital"));
var password = "not the one of your hospital";
var simulated = Optional.<SimulatedSqlServer>empty();
if (!victim) {
    var server = SimulatedSqlServer.builder().name("SQL01").start();
    server.login("emrops", password);
    server.instance().security().role("emrops", ServerRole.SYSADMIN);
    server.createDatabase("EMRNext");
    simulated = Optional.of(server);
}
var sql = SqlServer.at(victim ? args[3] : simulated.get().jdbcUrl()).user("emrops", Secret.of(password.toCharArray())).build();
var backups = sql.backups().to("D:\\Backup").build();
if (!victim) {
    System.out.println("EMRNext 1.0.0 runs on " + hospital.describe() + ".");
    System.out.println("Its database is on " + sql.target() + ", " + sql.facts().edition() + ", which is simulated. The journal is in " + home + ".");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> hospital.remove())); // also if something goes wrong
}

// What people read, what runs and what is undone: one definition.
Runbook deployment() {
    return DeploymentRunbook.of("emrnext-deploy", "Deploy EMRNext", hospital.deployer())
            .checklist("change-log", "Change log and impact assessment reviewed")
            .require("disk", "Room for the backup", Disk.of(home).hasFree(mib(100)))
            .lock("emrnext")
            .backup(backups, "EMRNext")
            .wellWithin(ofSeconds(20))
            .verify("health", "The API answers", Http.get(hospital.healthUrl()).expectJson("status", "healthy"))
            .build();
}
var deploy = deployment();

// In a terminal a live tree of the steps; plain lines everywhere else.
var terminal = victim ? OperatorTerminal.builder().plain().open() : OperatorTerminal.open();

Engine engine() {
    return Emrops.builder(home.resolve("emrops")).listener(terminal).build();
}

RunRequest version(String version) {
    return RunRequest.by(me).because("CHG-4711").with("version", version);
}

// Somebody has to tick the checklist off: you, or the script in the name of whoever started the run.
Report finish(Run run) throws InterruptedException {
    if (!ask) {
        run.awaitState(state -> state == RunState.WAITING, ofSeconds(30));
        run.answer("change-log", Answer.confirm(me).remark("by the script"));
    }
    return terminal.attend(run);
}

Report run(String version) throws InterruptedException {
    try (var engine = engine()) {
        return finish(engine.start(deploy, version(version)));
    }
}

if (victim) {
    hospital.holdRollOuts();
    run(args[1]);
    System.exit(3); // It was to be killed before.
}

heading("Rehearsal of 2.0.0: nothing is touched");
try (var engine = engine()) {
    System.out.println(engine.plan(deploy, version("2.0.0")).toMarkdown());
}
expect(hospital.deployer().current().version().equals("1.0.0"), "1.0.0 still runs");

heading("2.0.0 over 1.0.0");
var first = run("2.0.0");
expect(first.succeeded(), "the run succeeded");
expect(hospital.deployer().current().version().equals("2.0.0"), "2.0.0 runs");

heading("2.1.0, whose API does not become well");
var broken = run("2.1.0");
expect(broken.state() == RunState.ROLLED_BACK, "the run was rolled back");
expect(broken.leftChanged().isEmpty(), "nothing is left changed");
expect(hospital.deployer().current().version().equals("2.0.0"), "2.0.0 runs again");
expect(hospital.deployer().status().stream().allMatch(ServiceStatus::ok), "all its services are well");

heading("2.2.0 by another process, which is killed in the middle of the roll-out");
boolean replaces(Release before) {
    return !hospital.deployer().current().runsTheSameAs(before)
            || !hospital.deployer().status().stream().allMatch(ServiceStatus::ok);
}

var before = hospital.deployer().current();
var killed = Script.again("--deploy", "2.2.0", home.toString(), simulated.get().jdbcUrl()).start();
while (killed.isAlive() && !replaces(before)) {
    Thread.sleep(50);
}
killed.destroyForcibly().waitFor();
expect(killed.exitValue() == 137, "the process was killed (exit 137)");

heading("The run is gone on with");
Report goOn() throws InterruptedException {
    try (var engine = engine()) {
        var cutOff = engine.runs().get(engine.runs().size() - 1).known().orElseThrow();
        System.out.println("The journal has run " + cutOff.runId() + " as " + cutOff.state() + ".");
        var run = engine.resume(deploy, cutOff.runId());
        var report = ask ? terminal.attend(run) : run.await();
        if (report.state() == RunState.IN_DOUBT) {
            System.out.println("The roll-out is neither done nor untouched: a person has to look.");
            Thread.sleep(3000); // What the killed process had begun comes to rest.
            hospital.deployer().status().forEach(s -> System.out.println("   " + s.service() + ": " + s.state()));
            var now = hospital.deployer().current();
            var applied = now.version().equals("2.2.0") && hospital.deployer().status().stream().allMatch(ServiceStatus::ok);
            run.answer("deploy", applied
                    ? Answer.applied(me, now).remark("2.2.0 runs and is well")
                    : Answer.notApplied(me).remark("to be rolled out again"));
            report = terminal.attend(run);
        }
        return report;
    }
}
var resumed = goOn();
expect(resumed.succeeded(), "the run succeeded");
expect(hospital.deployer().current().version().equals("2.2.0"), "2.2.0 runs");

heading("The backups of the night, by the server's own history");
for (var backup : backups.list("EMRNext")) {
    System.out.println("   " + backup.finishedAt() + "  " + backup.kind() + "  " + backup.size() + "  " + backup.location());
}
expect(backups.list("EMRNext").size() == 3, "three backups were made, and none of them twice");

heading("Reports");
var reports = Files.createTempDirectory("emrops-reports-");
for (var report : List.of(first, broken, resumed)) {
    var version = report.params().get("version");
    Files.writeString(reports.resolve(version + ".html"), report.toHtml());
    Files.writeString(reports.resolve(version + ".md"), report.toMarkdown());
    Files.writeString(reports.resolve(version + ".json"), report.toJson());
    System.out.println(version + ": " + report.verdict());
    System.out.println("   " + reports.resolve(version + ".html"));
}
System.out.println("\nWhat the journal tells of 2.2.0:");
resumed.story().forEach(entry -> System.out.println("   " + entry.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + "  " + entry.text()));
System.out.println("\nThe whole story of all three, as pages with a timeline, Markdown and JSON: " + reports);

// All went well, so nobody needs the journal; what it was made for is in the reports.
try (var files = Files.walk(home)) {
    files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
}
