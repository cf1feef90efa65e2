// Who did what, and who may: the audit summary of yesterday and the access review of the last week, with the files that they write.
//
//     ./emrops-shell examples/audit.jsh
//
// SQL Server is simulated by the testkit; emrops talks to it through Microsoft's driver, as it would to a real one. Exits with 0 only if the
// files have the rows, and the reports of the runs have no name of anybody.

var newYork = ZoneId.of("America/New_York");
var home = Files.createTempDirectory("emrops-audit-");
var server = SimulatedSqlServer.start();
var database = server.createDatabase("HospitalScheduler");
var yesterday = LocalDate.now(newYork).minusDays(1) + "T";
try (var connection = database.getConnection(); var statement = connection.createStatement()) {
    statement.execute("CREATE TABLE AuditLog (id bigint IDENTITY PRIMARY KEY, event_time datetime NOT NULL, username nvarchar(60), event_type varchar(40) NOT NULL, patient_id int)");
    statement.execute("CREATE TABLE Users (username nvarchar(60) NOT NULL, role varchar(20), last_login datetime, failed_attempts int)");
    statement.execute("INSERT INTO AuditLog VALUES ('" + yesterday + "08:00:00', 'm.meier', 'LOGIN', NULL), ('" + yesterday + "08:05:00', 'm.meier', 'PATIENT_VIEW', 4711),"
            + " ('" + yesterday + "08:06:00', '=cmd|calc', 'LOGIN_FAILED', NULL), ('" + yesterday + "08:07:00', '=cmd|calc', 'LOGIN_FAILED', NULL)");
    statement.execute("INSERT INTO Users VALUES ('m.meier', 'ADMIN', '" + yesterday + "08:00:00', 0), ('a.first', 'NURSE', '2026-01-01T08:00:00', 0), ('new', 'NURSE', NULL, NULL)");
}

var sql = SqlServer.at(server.jdbcUrl()).user("sa", Secret.of(server.script().password().toCharArray())).build();
var table = AuditTable.named("dbo", "AuditLog").key("id").time(TimeColumn.local("event_time", newYork)).user("username").eventType("event_type").patient("patient_id").failedLogins(EventRule.ofTypes("LOGIN_FAILED")).phiAccesses(EventRule.namingPatient()).build();
var users = UserTable.named("dbo", "Users").name("username").admins("role", "ADMIN").lastLogin(TimeColumn.local("last_login", newYork)).failedAttempts("failed_attempts").build();
var log = sql.auditLog("HospitalScheduler", table);
var accounts = sql.accounts("HospitalScheduler", users);

// A mapping that does not fit is told at once, with both sides.
var wrong = sql.auditLog("HospitalScheduler", AuditTable.named("dbo", "AuditLog").key("id").time(TimeColumn.withOffset("event_time")).user("UserId").build());
var refused = "";
try {
    wrong.requireFit();
} catch (PreconditionFailedException e) {
    refused = e.getMessage();
}
System.out.println(refused);

var files = ExportDirectory.csv(home.resolve("files"));
var daily = DailyAuditSummaryRunbook.of("audit-summary", "Audit summary of yesterday", log, newYork, files).silentAtMost(ofDays(3)).failedLoginsAtMost(200).build();
var review = AccessReviewRunbook.of("access-review", "Review who did what", log, files).accounts(accounts, ofDays(90)).adminsAtMost(3).build();

var engine = Emrops.inMemory().listener(ProgressPrinter.to(System.out)).build();
var request = RunRequest.by("m.meier");
System.out.println(engine.plan(review, request).toMarkdown());
var summed = engine.start(daily, request).await();
var reviewed = engine.start(review, request).await();
System.out.println(reviewed.toMarkdown());
engine.close();

String content(Path directory) throws Exception {
    var text = new StringBuilder();
    try (var all = Files.list(directory)) {
        for (var file : all.sorted().toList()) {
            text.append(file.getFileName()).append('\n').append(Files.readString(file)).append('\n');
        }
    }
    return text.toString();
}
var written = content(home.resolve("files"));
System.out.println(written);
sql.close();
server.close();

var right = refused.contains("no such column") && written.contains("m.meier,4711,1,") && written.contains("\"'=cmd|calc\",2,") && !reviewed.toMarkdown().contains("=cmd");
System.out.println(right ? "ok: the files have the rows, and the report has no names" : "Not as it should be");
/exit right && summed.succeeded() && reviewed.succeeded() ? 0 : 1
