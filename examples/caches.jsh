// The cache of EMRNext: looked at by namespace, cleared of its pages while the sessions stay, and watched until it serves as well as before; then
// the form for a cache under pressure, which clears nothing as long as there is room.
//
//     ./emrops-shell examples/caches.jsh
//
// Everything is in memory: the fake of the testkit stands for Redis, and a thread for those who ask it. Exits with 0 only if all is in order in the end.

void expect(boolean asItShould, String what) {
    if (!asItShould) {
        throw new AssertionError("Not as it should be: " + what);
    }
    System.out.println("   ok: " + what);
}

var redis = FakeCache.of("redis01").put(0, "session:4711", 200);
for (var page = 0; page < 500; page++) {
    redis.put(0, "page:" + page, 2_000);
}

// EMRNext asks for its pages, and makes those again that are gone.
var emrnext = new Thread(() -> {
    for (var page = 0; !Thread.currentThread().isInterrupted(); page = (page + 1) % 500) {
        if (!redis.get(0, "page:" + page)) {
            redis.put(0, "page:" + page, 2_000);
        }
    }
});
emrnext.setDaemon(true);
emrnext.start();

var engine = Emrops.inMemory().listener(ProgressPrinter.to(System.out)).build();

CacheMaintenanceRunbook pages(String id, String title) {
    return CacheMaintenanceRunbook.of(id, title, redis, ClearScope.keys("page:*")).measuredOver(ofMillis(500)).recovers(0.9, ofMinutes(1));
}

// What would be removed, before anything is.
var clear = pages("emrnext-cache", "Clear the pages of EMRNext").build();
System.out.println(engine.plan(clear, RunRequest.by("m.meier")).toMarkdown());
expect(redis.applied().isEmpty(), "the rehearsal has changed nothing");

var report = engine.start(clear, RunRequest.by("m.meier").because("CHG-1")).await();
System.out.println(report.toMarkdown());
expect(report.succeeded() && redis.has(0, "session:4711"), "the pages were cleared and the session is still there");

// Only if it takes 100 MiB, which it does not.
var changes = redis.applied().size();
var pressure = pages("emrnext-pressure", "Make room in the cache").whenMemoryAbove(mib(100)).build();
report = engine.start(pressure, RunRequest.by("m.meier").because("INC-2")).await();
System.out.println(report.toMarkdown());
expect(report.succeeded() && redis.applied().size() == changes, "there was room, and nothing was cleared");

emrnext.interrupt();
engine.close();
