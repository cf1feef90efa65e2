// A database is kept in order: the time of the first night is over in the middle, and the second goes on where the first was stopped. Then its
// data is checked, found wanting, and repaired behind an approval and a backup.
//
//     ./emrops-shell examples/maintenance.jsh
//
// SQL Server is simulated by the testkit; emrops talks to it through Microsoft's driver, as it would to a real one. Exits with 0 only if all is in
// order in the end.

void expect(boolean asItShould, String what) {
    if (!asItShould) {
        throw new AssertionError("Not as it should be: " + what);
    }
    System.out.println("   ok: " + what);
}

var time = ManualTime.at("2026-11-20T22:00:00Z");
var password = "not the one of your hospital";
var server = SimulatedSqlServer.builder().name("SQL01").time(time).start();
server.login("emrops", password);
server.instance().security().role("emrops", ServerRole.SYSADMIN);
var application = server.createDatabase("EMRNext");
var sql = SqlServer.at(server.jdbcUrl()).user("emrops", Secret.of(password.toCharArray())).time(time).build();
var backups = sql.backups().to("D:\\Backup").build();
var maintenance = sql.maintenance();

void run(String... statements) throws Exception {
    try (var connection = application.getConnection(); var statement = connection.createStatement()) {
        for (var each : statements) {
            statement.execute(each);
        }
    }
}

run("CREATE TABLE Patients (Id int CONSTRAINT PK_Patients PRIMARY KEY, Born date)",
        "CREATE TABLE Admissions (Id int CONSTRAINT PK_Admissions PRIMARY KEY, PatientId int, Ward nvarchar(20))",
        "CREATE TABLE Orphans (Id int CONSTRAINT PK_Orphans PRIMARY KEY, PatientId int, Ward nvarchar(20))",
        "CREATE INDEX IX_Ward ON Admissions (Ward)",
        "INSERT INTO Patients VALUES (1, '1970-01-01'), (2, '1980-01-01')",
        "INSERT INTO Admissions VALUES (1, 1, N'ward 1'), (2, 2, N'ward 3'), (3, 4711, N'ward 3')");

// Years of admissions have left the indexes out of order.
var upkeep = server.instance().database("EMRNext").get().upkeep();
upkeep.fragment("dbo", "Admissions", "IX_Ward", 62);
upkeep.fragment("dbo", "Admissions", "PK_Admissions", 48);
upkeep.fragment("dbo", "Patients", "PK_Patients", 12);
time.advance(ofDays(1));

// The tables of this script are small: smallestIndex(1) lets them count. With tables of a hospital, leave it out.
var request = MaintenanceRequest.byFragmentation("EMRNext").smallestIndex(1).timeLimit(ofHours(2)).build();
var optimise = DatabaseOptimisationRunbook.of("emrnext-optimise", "Optimise EMRNext", maintenance, request).build();

var engine = Emrops.inMemory().authorizer(Authorizer.groups(Map.of("records", List.of("r.records")))).listener(ProgressPrinter.to(System.out)).build();
System.out.println(engine.plan(optimise, RunRequest.by("scheduler")).toMarkdown());

// The second rebuild takes longer than the night.
var hold = server.instance().hold("ALTER INDEX", 100);
var night = engine.start(optimise, RunRequest.by("scheduler"));
hold.awaitArrival(ofMinutes(1));
var longer = server.instance().hold("ALTER INDEX", 40);
hold.release();
longer.awaitArrival(ofMinutes(1));
time.advance(ofHours(2));
var first = night.await();
System.out.println(first.toMarkdown());
expect(first.succeeded() && !maintenance.plan(request).isEmpty(), "the first night leaves something");

time.advance(ofHours(22));
var second = engine.start(optimise, RunRequest.by("scheduler")).await();
System.out.println(second.toMarkdown());
expect(second.succeeded() && maintenance.plan(request).isEmpty(), "the second night does the rest");

// What has to be true of the data. An admission has lost its patient.
var patients = Invariant.of("every admission has a patient", "SELECT COUNT(*) FROM Admissions a WHERE NOT EXISTS (SELECT 1 FROM Patients p WHERE p.Id = a.PatientId)");
var check = DataConsistencyRunbook.of("emrnext-consistency", "Check EMRNext", maintenance, "EMRNext").invariant(patients).build();
var found = engine.start(check, RunRequest.by("scheduler")).await();
System.out.println(found.toMarkdown());
expect(!found.succeeded(), "the orphaned admission is found");

var repair = DataConsistencyRunbook.repairing("emrnext-repair", "Repair EMRNext", maintenance, backups, "EMRNext").invariant(patients).approval("go", "The records office agrees", "records", 1).repair(rb -> rb.action("orphans", "Move orphaned admissions away", run -> run("INSERT INTO Orphans SELECT * FROM Admissions WHERE PatientId NOT IN (SELECT Id FROM Patients)", "DELETE FROM Admissions WHERE PatientId NOT IN (SELECT Id FROM Patients)")).undo(run -> run("INSERT INTO Admissions SELECT * FROM Orphans", "DELETE FROM Orphans")).inDoubt(ask())).build();
var repairing = engine.start(repair, RunRequest.by("m.meier").because("INC-18"));
repairing.awaitState(state -> state == RunState.WAITING, ofMinutes(1));
expect(backups.list("EMRNext").isEmpty(), "nothing is done before somebody agrees");
repairing.answer("go", Answer.agree("r.records").having(repairing.questions().get(0).hash()));
var repaired = repairing.await();
System.out.println(repaired.toMarkdown());
expect(repaired.succeeded() && maintenance.broken("EMRNext", patients) == 0, "the orphaned admissions are moved away");
expect(backups.list("EMRNext").size() == 1, "there is a backup of before");

engine.close();
sql.close();
server.close();
time.close();
