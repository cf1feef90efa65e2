package io.emrops.core.engine;

import io.emrops.Inputs;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.Value;
import io.emrops.event.RunEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a body sees of its run. */
final class StepRun implements StepContext {
    private static final Pattern LINES = Pattern.compile("\\R");

    private final LiveRun run;
    private final String path;
    private final int attempt;
    private final int generation;
    private final Inputs inputs;
    private final AtomicInteger ids = new AtomicInteger();

    StepRun(LiveRun run, String path, int attempt, int generation, Inputs inputs) {
        this.run = run;
        this.path = path;
        this.attempt = attempt;
        this.generation = generation;
        this.inputs = inputs;
    }

    @Override
    public <T> T get(Value<T> value) {
        return inputs.get(value);
    }

    @Override
    public String runId() {
        return run.id();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Instant now() {
        return run.clock().now();
    }

    @Override
    public UUID uuid() {
        var name = idempotencyKey() + "/" + ids.incrementAndGet();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String idempotencyKey() {
        return key(generation);
    }

    private String key(int ofGeneration) {
        return run.id() + "/" + path + "#" + ofGeneration;
    }

    @Override
    public List<String> idempotencyKeys() {
        return IntStream.range(0, generation)
                .mapToObj(earlier -> key(generation - earlier))
                .toList();
    }

    @Override
    public Progress progress() {
        return (done, total, what) ->
                tell(new RunEvent.StepProgressed(run.id(), now(), path, done, total, scrub(what)));
    }

    @Override
    public void log(String line) {
        LINES.splitAsStream(scrub(line)).forEach(l -> tell(new RunEvent.StepSaid(run.id(), now(), path, l)));
    }

    /** Behind what happened before it: the beginning of a check may not be durable, and so not told, yet. */
    private void tell(RunEvent event) {
        run.journal().flush();
        run.tell(event);
    }

    @Override
    public String scrub(String text) {
        return run.scrub(text);
    }

    @Override
    public void conceal(Secret secret) {
        run.conceal(secret);
    }
}
