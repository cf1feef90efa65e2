// A mistake at 18:50 is taken back: rehearsed, failed half-way and given back, and done. On fakes.
//
//     ./emrops-shell examples/recovery.jsh

var now = new Instant[] {Instant.parse("2026-11-20T22:00:00Z")};
var recovery = FakeRecoveryProvider.of("sql01").clock(() -> now[0]).database("EMRNext");
var sql = FakeBackupProvider.of("sql01").database("EMRNext", gib(3));
var emrnext = FakeDeployer.of("emrnext", "api", "web").version("1.0.0").alreadyRunning("1.0.0");

void at(String time, Runnable what) {
    now[0] = Instant.parse("2026-11-20T" + time + "Z");
    what.run();
}
at("22:00:00", () -> recovery.commit("EMRNext", "admission 1").backUp("EMRNext", Backup.Kind.FULL));
at("23:30:00", () -> recovery.commit("EMRNext", "admission 2").backUp("EMRNext", Backup.Kind.LOG));
at("23:50:00", () -> recovery.commit("EMRNext", "admissions of ward 3 deleted"));
at("23:59:00", () -> System.out.println("Committed: " + recovery.committed("EMRNext")));

Runbook recover() {
    return RecoveryRunbook.inPlace("emrnext-recover", "Recover EMRNext", recovery, "EMRNext")
            .lock("emrnext")
            .application(emrnext)
            .verifyData("invariants", "No admission without a patient", run -> Finding.ok("all have one"))
            .fullBackupAfterwards(sql)
            .targets(ofHours(4), ofHours(1))
            .build();
}
var book = recover();
var request = RunRequest.by("m.meier").because("INC-17").with("moment", "2026-11-20T18:45:10-05:00").with("overwrite", "EMRNext");

var engine = Emrops.inMemory().listener(ProgressPrinter.to(System.out)).build();
System.out.println(engine.plan(book, request).toMarkdown());

// A disk that is full half-way: the database is opened as it was, and the services start.
recovery.failMidway(1, new StepFailedException("The disk is full"));
var undone = engine.start(book, request).await();
System.out.println(undone.verdict());
System.out.println("Committed: " + recovery.committed("EMRNext") + ", well: " + emrnext.isWell());

var done = engine.start(book, request).await();
System.out.println(done.toMarkdown());
System.out.println("Committed: " + recovery.committed("EMRNext") + ", well: " + emrnext.isWell());
engine.close();

/exit undone.state() == RunState.ROLLED_BACK && done.succeeded() && emrnext.isWell() ? 0 : 1
