// A runbook and nothing else, for the shell, for scripts and for its document:
//
//     ./emrops-shell --docs build/runbooks examples/runbooks/session-limit.jsh
//
// In the shell: /open examples/runbooks/session-limit.jsh

var settings = Path.of(System.getProperty("emrnext.settings", "emrnext.conf"));

var sessionLimit = Runbook.define("session-limit", "Change the limit of sessions", rb -> {
    rb.purpose("Gives EMRNext another limit of sessions, before the morning rush.");
    rb.owner("IT operations");
    rb.contact(new Contact("Operator on call", "pager 4711", 1, ofMinutes(15)));
    rb.contact(new Contact("Head of IT", "+1 555 0199", 2, ofHours(1)));
    var limit = rb.param("limit", Integer.class).describedAs("How many people may be signed in at once");

    rb.section("Before the change");
    rb.manual("told", "The wards know that EMRNext will be slow for a minute");
    rb.require("room", "Room on the disk", Disk.of(Path.of(".")).hasFree(mib(10)));

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
