// Five minutes with emrops: define, read, rehearse, run, report.
//
//     ./emrops-shell examples/first.jsh
//
// Needs nothing but a directory for temporary files.

var home = Files.createTempDirectory("emrops-first-");
var settings = Files.writeString(home.resolve("emrnext.conf"), "max_sessions=200\n");

// 1. Define. The same definition is the document, the rehearsal, the run and the undo.
var sessions = Runbook.define("session-limit", "Change the limit of sessions", rb -> {
    rb.purpose("Gives EMRNext another limit of sessions, before the morning rush.");
    var limit = rb.param("limit", Integer.class);

    rb.section("Before the change");
    rb.require("room", "Room on the disk", Disk.of(home).hasFree(mib(10)));

    rb.section("Change");
    rb.lock("emrnext-settings");
    rb.step("set", "Set the limit", String.class, run -> {
        var before = Files.readString(settings);
        Files.writeString(settings, "max_sessions=" + run.get(limit) + "\n");
        return before;
    }).undo((run, before) -> Files.writeString(settings, before));

    rb.section("Proof");
    rb.verify("licensed", "The licence covers it", run -> {
        return run.get(limit) <= 500 ? Finding.ok("500 are licensed") : Finding.notOk("only 500 are licensed");
    });
});

// 2. Read.
System.out.println(sessions.toMarkdown());

// 3. Rehearse, run, and see a change undone that does not pass its proof.
var engine = Emrops.builder(home.resolve("emrops")).listener(ProgressPrinter.to(System.out)).build();
var request = RunRequest.by("m.meier").because("CHG-4712");

System.out.println(engine.plan(sessions, request.with("limit", 400)).toMarkdown());

var good = engine.start(sessions, request.with("limit", 400)).await();
var bad = engine.start(sessions, request.with("limit", 5000)).await();
engine.close();

// 4. Report.
System.out.println();
System.out.println(bad.toMarkdown());
System.out.println("In " + settings + " now: " + Files.readString(settings));

/exit good.succeeded() && bad.state() == RunState.ROLLED_BACK ? 0 : 1
