package io.emrops.examples;

import io.emrops.spi.Inbox;
import io.emrops.spi.RunStore;
import io.emrops.testkit.InMemoryRunStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A journal that has something happen before steps begin that change things, once before each: the engine waits until such a beginning is written. */
final class AtSteps implements RunStore {
    private static final Pattern BEGINNING =
            Pattern.compile("\\{\"record\":\"step-started\".*?\"path\":\"([^\"]*)\".*");

    private final RunStore store = new InMemoryRunStore();
    private final Set<String> steps;
    private final Happening happening;

    /** What happens. */
    @FunctionalInterface
    interface Happening {
        void happen() throws Exception;
    }

    AtSteps(List<String> steps, Happening happening) {
        this.steps = new LinkedHashSet<>(steps);
        this.happening = happening;
    }

    /** The steps before which nothing has happened yet. */
    synchronized List<String> left() {
        return List.copyOf(steps);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public synchronized void append(Batch batch) {
        for (var bytes : batch.records()) {
            var beginning = BEGINNING.matcher(new String(bytes, StandardCharsets.UTF_8));
            if (beginning.matches() && steps.remove(beginning.group(1))) {
                try {
                    happening.happen();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
        store.append(batch);
    }

    @Override
    public List<byte[]> read(String runId) {
        return store.read(runId);
    }

    @Override
    public List<RunHead> runs() {
        return store.runs();
    }

    @Override
    public Inbox inbox() {
        return store.inbox();
    }

    @Override
    public void close() {
        store.close();
    }
}
