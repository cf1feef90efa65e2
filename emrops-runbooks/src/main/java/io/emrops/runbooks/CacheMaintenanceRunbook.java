package io.emrops.runbooks;

import io.emrops.Check;
import io.emrops.Condition;
import io.emrops.DataSize;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.RunbookBuilder;
import io.emrops.cache.CacheManager;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.Caches;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.core.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cache is looked at, measured, cleared of what is named, and watched until it serves as well as before.
 *
 * <pre>{@code
 * var clear = CacheMaintenanceRunbook.of("emrnext-cache", "Clear the cache of EMRNext", redis, ClearScope.keys("page:*"))
 *         .recovers(0.9, Duration.ofMinutes(15))
 *         .build();
 * }</pre>
 *
 * <p>{@link #whenMemoryAbove} is the form for a cache under pressure: it is cleared only if it has become too large, and then has to be smaller. What was cleared cannot be undone:
 * it is computed again when it is asked for. Limits that were set are undone.
 */
public final class CacheMaintenanceRunbook extends ReadyMadeRunbook<CacheMaintenanceRunbook> {
    private static final int SAMPLE = 10_000;

    private final CacheManager cache;
    private final ClearScope scope;
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private ClearPace pace = ClearPace.CONSIDERATE;
    private Optional<DataSize> pressure = Optional.empty();
    private Optional<CacheSettings> limits = Optional.empty();
    private Duration window = Duration.ofMinutes(1);
    private double part = 0.9;
    private Duration within = Duration.ofMinutes(15);

    private CacheMaintenanceRunbook(String id, String title, CacheManager cache, ClearScope scope) {
        super(id, title);
        this.cache = Objects.requireNonNull(cache, "cache");
        this.scope = Objects.requireNonNull(scope, "scope");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static CacheMaintenanceRunbook of(String id, String title, CacheManager cache, ClearScope scope) {
        return new CacheMaintenanceRunbook(id, title, cache, scope);
    }

    /** Clears as fast as it goes, whatever others feel of it. */
    public CacheMaintenanceRunbook atFullSpeed() {
        pace = ClearPace.FULL_SPEED;
        return this;
    }

    /** Clears only if the cache takes at least this much when it is its turn, and fails unless it takes less afterwards. */
    public CacheMaintenanceRunbook whenMemoryAbove(DataSize size) {
        pressure = Optional.of(size);
        return this;
    }

    /** Sets how much the cache may hold and what goes when it is full, behind the clear. */
    public CacheMaintenanceRunbook limit(CacheSettings settings) {
        limits = Optional.of(settings);
        return this;
    }

    /** How long the hit rate is measured, before and after; a minute without this. */
    public CacheMaintenanceRunbook measuredOver(Duration time) {
        window = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * When the cache serves again; at nine tenths of the hit rate before, within a quarter of an hour, without this.
     *
     * @param ofBefore a part of the hit rate that was measured before, above 0 and up to 1
     * @param atMost how long that may take
     */
    public CacheMaintenanceRunbook recovers(double ofBefore, Duration atMost) {
        part = ofBefore;
        within = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** A verification of one's own, behind the others. */
    public CacheMaintenanceRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check));
        return this;
    }

    @Override
    CacheMaintenanceRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        rb.section("The cache now");
        rb.verify("state", "What it holds and how well it serves", Caches.reported(cache));
        rb.verify("contents", "What would be removed", Caches.contentsReported(cache, scope, SAMPLE));
        writeBefore(rb, "Before the clear");
        rb.section("Clear");
        writeProtections(rb);
        var before = rb.step("measure", "Measure the hit rate", Caches.measureHitRate(cache, window))
                .inDoubt(InDoubt.rerun());
        writeClear(rb, Caches.clear(cache, scope, pace));
        limits.ifPresent(settings -> rb.step("limit", "Limit what it holds", Caches.configure(cache, settings))
                .inDoubt(InDoubt.rerun()));
        rb.section("Verification");
        pressure.ifPresent(size -> rb.verify("memory", "It is smaller", Caches.memoryBelow(cache, size))
                .within(Duration.ofMinutes(1)));
        rb.note("Until it serves again, what it held is asked of whatever is behind it. It has "
                + Durations.words(within) + ".");
        rb.verify("recovered", "It serves as before", Caches.recovered(cache, before, part, window))
                .within(within);
        verifications.forEach(each -> each.accept(rb));
        writeAfter(rb);
    }

    private void writeClear(RunbookBuilder rb, Operation<?> clear) {
        var step = rb.step("clear", "Clear it", clear).inDoubt(InDoubt.rerun());
        pressure.ifPresent(size -> step.onlyIf("it takes " + size + " or more", isAbove(size)));
    }

    private Condition isAbove(DataSize size) {
        return run -> cache.statistics().memory().compareTo(size) >= 0;
    }
}
