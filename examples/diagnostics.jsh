// No connection to the database: who is connected, who blocks whom, whose idle sessions may go; and which queries are slow. On a
// simulated SQL Server, through the real driver.
//
//     ./emrops-shell examples/diagnostics.jsh

var time = ManualTime.at("2026-11-22T10:00:00Z");
var server = SimulatedSqlServer.builder().time(time).start();
var emr = server.createDatabase("EMRNext");
var sql = SqlServer.at(server.jdbcUrl()).user("sa", Secret.of(server.script().password().toCharArray())).build();

java.sql.Connection client(String program, String... statements) throws Exception {
    var connection = server.dataSource("databaseName=EMRNext;applicationName=" + program).getConnection();
    try (var statement = connection.createStatement()) {
        statement.execute("SELECT 1 AS one");
        for (var each : statements) {
            statement.execute(each);
        }
    }
    return connection;
}

// A scheduler that does not give its connections back, and a report that somebody has left open with a transaction in it.
var pooled = new ArrayList<java.sql.Connection>();
for (var i = 0; i < 8; i++) {
    pooled.add(client("HospitalScheduler"));
}
var reporting = client("Reports", "CREATE TABLE Beds (Id int PRIMARY KEY, Ward int)", "INSERT INTO Beds VALUES (1, 1)");
var forgotten = client("Reports", "BEGIN TRANSACTION", "UPDATE Beds SET Ward = 2 WHERE Id = 1");
time.advance(ofHours(2));
var waiting = client("Web");
var update = new Thread(() -> { try (var statement = waiting.createStatement()) { statement.execute("UPDATE Beds SET Ward = 3 WHERE Id = 1"); } catch (java.sql.SQLException e) { System.out.println("The update was ended"); } });
update.setDaemon(true);
update.start();
while (server.instance().sessions().all().stream().noneMatch(s -> server.blockerOf(s.spid()).isPresent())) { Thread.sleep(20); }
time.advance(ofMinutes(1));

var idle = IdleSessionRequest.idleFor(ofHours(1)).program("HospitalScheduler").database("EMRNext").atMost(5).build();
var troubleshooting = ConnectionTroubleshootingRunbook.of("emrnext-connections", "No connection to EMRNext", sql.diagnostics()).endIdle(idle).settledWithin(ZERO).answers(sql.database("EMRNext"), ofSeconds(30)).build();

var engine = Emrops.inMemory().listener(ProgressPrinter.to(System.out)).build();
var request = RunRequest.by("m.meier").because("INC-4711");

// The rehearsal tells whose sessions would be ended, and ends none.
System.out.println(engine.plan(troubleshooting, request).toMarkdown());
var before = sql.diagnostics().connections().sessions();
var first = engine.start(troubleshooting, request).await();
System.out.println(first.toMarkdown());
var after = sql.diagnostics().connections().sessions();
System.out.println(before - after + " sessions were ended");

// Whoever has left the transaction open closes it.
try (var statement = forgotten.createStatement()) { statement.execute("ROLLBACK TRANSACTION"); }
update.join();
var second = engine.start(troubleshooting, request).await();
System.out.println(second.verdict());

var reports = Files.createTempDirectory("emrops-diagnostics");
var slow = SlowQueriesRunbook.of("emrnext-slow", "EMRNext is slow", sql.diagnostics(), SlowQueryRequest.of("EMRNext").build(), reports).volumesFree(10).growth().build();
var third = engine.start(slow, request).await();
System.out.println(third.toMarkdown());
try (var files = Files.list(reports)) { files.forEach(System.out::println); }
engine.close();
sql.close();
server.close();

/exit !first.succeeded() && before - after == 5 && second.succeeded() && third.succeeded() ? 0 : 1
