// Audit rows that are older than seven years are archived, proven and, when somebody has agreed, deleted; the one under a legal hold stays. Then the
// database gets its first administrator, whose one-time secret goes to a file and nowhere else.
//
//     ./emrops-shell examples/retention.jsh
//
// SQL Server is simulated by the testkit; emrops talks to it through Microsoft's driver, as it would to a real one. Exits with 0 only if all was seen.

import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;

void expect(boolean asItShould, String what) {
    if (!asItShould) {
        throw new AssertionError("Not as it should be: " + what);
    }
    System.out.println("   ok: " + what);
}

var home = Files.createTempDirectory("emrops-retention-");
var server = SimulatedSqlServer.start();
var application = server.createDatabase("EMRNext");
var today = LocalDate.now(ZoneOffset.UTC);
try (var connection = application.getConnection(); var statement = connection.createStatement()) {
    statement.execute("CREATE TABLE AuditLog (Id bigint PRIMARY KEY, EventTime datetime2(3) NOT NULL, UserId nvarchar(60), EventType varchar(40) NOT NULL, PatientId int, Details nvarchar(max))");
    statement.execute("CREATE TABLE LegalHold (PatientId int NOT NULL, ReleasedAt datetime2(3))");
    statement.execute("INSERT INTO AuditLog VALUES (1, '" + today.minusYears(9) + "', N'm.meier', 'LOGIN', NULL, N'old'),"
            + " (2, '" + today.minusYears(8) + "', N'm.meier', 'PATIENT_VIEW', 4711, N'old, and held'),"
            + " (3, '" + today.minusYears(8) + "', N'a.first', 'PATIENT_VIEW', 4712, N'old, in a hold that has ended'),"
            + " (4, '" + today.minusYears(7).plusDays(1) + "', N'a.first', 'LOGIN', NULL, N'not yet seven years old'),"
            + " (5, '" + today.minusDays(1) + "', N'a.first', 'LOGIN', NULL, N'young')");
    statement.execute("INSERT INTO LegalHold VALUES (4711, NULL), (4712, '" + today.minusYears(1) + "')");
}

List<Long> rows() throws Exception {
    var keys = new ArrayList<Long>();
    try (var connection = application.getConnection(); var statement = connection.createStatement(); var found = statement.executeQuery("SELECT Id FROM AuditLog ORDER BY Id")) {
        while (found.next()) {
            keys.add(found.getLong(1));
        }
    }
    return keys;
}

var sql = SqlServer.at(server.jdbcUrl()).user("sa", Secret.of(server.script().password().toCharArray())).build();
var table = AuditTable.named("dbo", "AuditLog").key("Id").time(TimeColumn.utc("EventTime")).user("UserId").eventType("EventType").patient("PatientId").build();
var holds = LegalHold.listedIn("dbo", "LegalHold").field(AuditField.PATIENT, "PatientId").releasedAt("ReleasedAt");
var retention = sql.auditRetention("EMRNext", table, RetentionPolicy.standard(), holds);
var people = Authorizer.groups(Map.of("data-protection", List.of("d.privacy"), Authorizer.OPERATORS, List.of("m.meier")));
var engine = Emrops.builder(home.resolve("journal")).authorizer(people).listener(ProgressPrinter.to(System.out)).build();

var yearly = AuditRetentionRunbook.of("emrnext-retention", "Delete old audit rows of EMRNext", retention, home.resolve("archive"), "data-protection").lock("emrnext-audit").build();
System.out.println(engine.plan(yearly, RunRequest.by("m.meier")).toMarkdown());
expect(!Files.exists(home.resolve("archive")) && rows().size() == 5, "the rehearsal wrote and deleted nothing");

var deleting = engine.start(yearly, RunRequest.by("m.meier").because("CHG-4712"));
deleting.awaitState(state -> state == RunState.WAITING || state.ended(), ofMinutes(1));
var question = deleting.questions().get(0);
System.out.println(question.details());
expect(rows().size() == 5 && question.details().toString().contains("deletes 2 rows"), "the archive is proven, and nothing is deleted before somebody agrees");
deleting.answer("delete", Answer.agree("d.privacy").having(question.hash()));
var deleted = deleting.await();
System.out.println(deleted.toMarkdown());
expect(deleted.succeeded() && rows().equals(List.of(2L, 4L, 5L)), "two old rows are deleted, and the one under a legal hold stays");

Path onlyFile(Path directory) throws Exception {
    try (var files = Files.list(directory)) {
        return files.reduce((one, other) -> { throw new AssertionError("More than one file: " + one + ", " + other); }).orElseThrow();
    }
}
var archive = Files.readString(onlyFile(home.resolve("archive")));
System.out.println(archive);
expect(archive.contains("in a hold that has ended") && !archive.contains("old, and held"), "the archive has what was deleted, with every column");
expect(!deleted.toMarkdown().contains("a.first"), "the report has no names");

// The first administrator.
var admin = sql.admin();
var secrets = SecretFile.in(home.resolve("secrets"));
var bootstrap = Runbook.define("emrnext-admin", "Give EMRNext its first administrator", rb -> {
    rb.require("none", "The database has no administrator", Databases.hasNoAdministrator(admin, "EMRNext"));
    rb.step("admin", "Make the first", Databases.firstAdministrator(admin, "EMRNext", "emr_admin", secrets)).inDoubt(probe());
    rb.verify("one", "There is one", Databases.hasOnlyAdministrator(admin, "EMRNext", "emr_admin"));
});
System.out.println(engine.plan(bootstrap, RunRequest.by("m.meier")).toMarkdown());
var made = engine.start(bootstrap, RunRequest.by("m.meier")).await();
System.out.println(made.toMarkdown());
expect(made.succeeded() && admin.administrators("EMRNext", "db_owner").equals(List.of("emr_admin")), "emr_admin administers EMRNext, and nobody else does");

var file = secrets.file("EMRNext/emr_admin");
var secret = Files.readAllLines(file).get(1);
var isPosix = Files.getFileStore(file).supportsFileAttributeView("posix");
expect(!isPosix || PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).equals("rw-------"), "the secret is in a file that only its owner can read");

int login(String password) {
    try (var connection = application.getConnection("emr_admin", password)) {
        return 0;
    } catch (SQLException e) {
        return e.getErrorCode();
    }
}
// 18456: wrong. 18488: right, and to be replaced before anything else.
expect(login("a-guess") == 18456 && login(secret) == 18488, "the secret opens the login, and has to be replaced first");

var again = engine.start(bootstrap, RunRequest.by("m.meier")).await();
expect(!again.succeeded() && login(secret) == 18488, "a second run makes no second administrator and no second secret");
engine.close();

var journal = new StringBuilder();
try (var files = Files.walk(home.resolve("journal"))) {
    for (var each : files.filter(Files::isRegularFile).toList()) {
        journal.append(Files.readString(each, StandardCharsets.ISO_8859_1));
    }
}
expect(journal.indexOf("emr_admin") >= 0 && journal.indexOf(secret) < 0 && !made.toMarkdown().contains(secret), "the secret is in no journal and in no report");

sql.close();
server.close();
