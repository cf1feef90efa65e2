// Backups that are made, proven and restored for a test, on a fake of a database server.
//
//     ./emrops-shell examples/backups.jsh

var sql = FakeBackupProvider.of("sql01").database("EMRNext", gib(3));

var full = ScheduledBackupRunbook.full("emrnext-full", "Weekly full backup of EMRNext", sql, "EMRNext").keptFor(ofDays(35)).build();
var log = ScheduledBackupRunbook.log("emrnext-log", "Log backup of EMRNext", sql, "EMRNext").build();
var daily = BackupVerificationRunbook.of("emrnext-backups", "Verify the backups of EMRNext", sql, "EMRNext").recoversWithin(ofHours(4)).build();
var monthly = MonthlyBackupRunbook.of("emrnext-monthly", "Monthly full backup of EMRNext", sql, "EMRNext").testRestore().replicated(backup -> run -> Finding.ok("The other site has it"), ofHours(2)).build();

var engine = Emrops.inMemory().listener(ProgressPrinter.to(System.out)).build();
var request = RunRequest.by("m.meier");

// A log backup without a full one could not be restored, and is refused.
var tooEarly = engine.start(log, request).await();
System.out.println(tooEarly.verdict());

var made = List.of(engine.start(full, request).await(), engine.start(log, request).await());

System.out.println(engine.plan(daily, request).toMarkdown());
var proven = engine.start(daily, request).await();
System.out.println(proven.toMarkdown());

System.out.println(engine.plan(monthly, request).toMarkdown());
var second = engine.start(monthly, request).await();

// The database was damaged before it was backed up: it reads back, and only the restore finds it out.
sql.corrupt(sql.backups().get(2));
var damaged = engine.start(daily, request).await();
System.out.println(damaged.verdict());
engine.close();

/exit !tooEarly.succeeded() && made.stream().allMatch(Report::succeeded) && proven.succeeded() && second.succeeded() && !damaged.succeeded() ? 0 : 1
