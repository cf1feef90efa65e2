// Admissions were deleted by mistake at 18:50 in New York. The database is brought back to 18:45: rehearsed, begun by a process that is
// killed in the middle of a restore, and gone on with.
//
//     ./emrops-shell examples/recovery.jsh
//
// SQL Server is simulated by the testkit, which keeps rows, logs and backup files; emrops talks to it through Microsoft's driver, as it would to
// a real one. Exits with 0 only if the rows of then are there.

// Further down the script starts itself once more, as the process that is going to be killed.
var victim = args.length == 3 && args[0].equals("--recover");
var home = victim ? Path.of(args[1]) : Files.createTempDirectory("emrops-recovery-");
var password = "not the one of your hospital";

void expect(boolean asItShould, String what) {
    if (!asItShould) {
        throw new AssertionError("Not as it should be: " + what);
    }
    System.out.println("   ok: " + what);
}

var time = ManualTime.at("2026-11-20T22:00:00Z");
var simulated = Optional.<SimulatedSqlServer>empty();
if (!victim) {
    var server = SimulatedSqlServer.builder().name("SQL01").time(time).start();
    server.login("emrops", password);
    server.instance().security().role("emrops", ServerRole.SYSADMIN);
    server.createDatabase("EMRNext");
    simulated = Optional.of(server);
}
var sql = SqlServer.at(victim ? args[2] : simulated.get().jdbcUrl()).user("emrops", Secret.of(password.toCharArray())).build();
var backups = sql.backups().to("D:\\Backup").build();
var recovery = sql.recovery().zone(ZoneId.of("UTC")).build();
var emrnext = EmbeddedHospital.start(home.resolve("hospital")).deployer();

// What the application does, and what the schedule has backed up.
List<String> rows(String statement) throws Exception {
    try (var connection = simulated.get().dataSource("databaseName=EMRNext").getConnection();
            var query = connection.createStatement()) {
        var found = new ArrayList<String>();
        if (query.execute(statement)) {
            for (var result = query.getResultSet(); result.next();) {
                found.add(result.getString(1));
            }
        }
        return found;
    }
}

void backUp(Backup.Kind kind, String key) throws InterruptedException {
    backups.backup(new BackupRequest("EMRNext", kind, false, key), Progress.none());
}

if (!victim) {
    rows("CREATE TABLE Admissions (Id int PRIMARY KEY, Ward nvarchar(20))");
    rows("INSERT INTO Admissions VALUES (1, N'ward 1'), (2, N'ward 3')");
    backUp(Backup.Kind.FULL, "full of 22:00");
    time.advance(ofMinutes(90));
    rows("INSERT INTO Admissions VALUES (3, N'ward 3')");
    backUp(Backup.Kind.LOG, "log of 23:30");
    time.advance(ofMinutes(20));
    rows("DELETE FROM Admissions WHERE Ward = N'ward 3'"); // the mistake
    time.advance(ofMinutes(10));
    System.out.println("At midnight UTC there are of three admissions left: " + rows("SELECT Id FROM Admissions"));
}

Runbook recover() {
    return RecoveryRunbook.inPlace("emrnext-recover", "Recover EMRNext", recovery, "EMRNext")
            .lock("emrnext")
            .application(emrnext)
            .fullBackupAfterwards(backups)
            .targets(ofHours(4), ofHours(1))
            .build();
}
var book = recover();
var request = RunRequest.by("m.meier").because("INC-17").with("moment", "2026-11-20T18:45:10-05:00").with("overwrite", "EMRNext");

Engine engine() {
    return Emrops.builder(home.resolve("emrops")).listener(ProgressPrinter.to(System.out)).build();
}

if (victim) {
    try (var engine = engine()) {
        engine.start(book, request).await();
    }
    System.exit(3); // It was to be killed before.
}

System.out.println("\n== Rehearsal: nothing is touched\n");
try (var engine = engine()) {
    System.out.println(engine.plan(book, request).toMarkdown());
}

System.out.println("\n== By another process, which is killed in the middle of restoring a log\n");
var half = simulated.get().instance().hold("RESTORE LOG", 50);
var killed = Script.again("--recover", home.toString(), simulated.get().jdbcUrl()).start();
half.awaitArrival(ofSeconds(60));
killed.destroyForcibly().waitFor();
half.release();
expect(killed.exitValue() == 137, "the process was killed (exit 137)");
expect(!emrnext.current().isNothing(), "the application is stopped and kept");

System.out.println("\n== The run is gone on with\n");
Report goOn() throws InterruptedException {
    try (var engine = engine()) {
        var cutOff = engine.runs().get(engine.runs().size() - 1).known().orElseThrow();
        return engine.resume(book, cutOff.runId()).await();
    }
}
var report = goOn();
System.out.println("\n" + report.verdict());
report.story().forEach(entry -> System.out.println("   " + entry.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + "  " + entry.text()));
expect(report.succeeded(), "the run succeeded");
expect(rows("SELECT Id FROM Admissions ORDER BY Id").equals(List.of("1", "2", "3")), "the admissions of 18:45 are there, all three");
expect(emrnext.status().stream().allMatch(ServiceStatus::ok), "the services run");
var page = Files.writeString(home.resolve("recovery.html"), report.toHtml());
System.out.println("\nThe report, with its timeline: " + page);
sql.close();
simulated.get().close();
/exit 0
