package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.diagnostics.Capacity;
import io.emrops.diagnostics.Diagnostics;
import io.emrops.diagnostics.DiagnosticsProvider;
import io.emrops.diagnostics.Purpose;
import io.emrops.diagnostics.SlowQueryRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What to do when an application is slow: who blocks whom, which queries take long, written to files with their plans and without literals; and
 * what else is worth a look, such as the hit rate of a cache.
 *
 * <pre>{@code
 * var book = SlowQueriesRunbook.of("emrnext-slow", "EMRNext is slow", sql, SlowQueryRequest.of("EMRNext").build(), Path.of("reports"))
 *         .noneSlowerThan(ofSeconds(2))
 *         .volumesFree(10)
 *         .growth()
 *         .verify("cache", "The cache is used", cacheHitRate)
 *         .build();
 * }</pre>
 *
 * <p>Nothing is changed but for the new files.
 */
public final class SlowQueriesRunbook extends ReadyMadeRunbook<SlowQueriesRunbook> {
    private final DiagnosticsProvider provider;
    private final SlowQueryRequest request;
    private final Path directory;
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private final Set<Purpose> purposes = EnumSet.of(Purpose.STATE);
    private Optional<Duration> slowest = Optional.empty();

    private SlowQueriesRunbook(
            String id, String title, DiagnosticsProvider provider, SlowQueryRequest request, Path directory) {
        super(id, title);
        this.provider = Objects.requireNonNull(provider, "provider");
        this.request = Objects.requireNonNull(request, "request");
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    /**
     * Begins the configuration; see {@link io.emrops.Runbook#define} for id and title.
     *
     * @param directory where the files go; there already
     */
    public static SlowQueriesRunbook of(
            String id, String title, DiagnosticsProvider provider, SlowQueryRequest request, Path directory) {
        return new SlowQueriesRunbook(id, title, provider, request, directory);
    }

    /** Fails if one of the queries takes longer on average. */
    public SlowQueriesRunbook noneSlowerThan(Duration atMost) {
        slowest = Optional.of(atMost);
        return this;
    }

    /**
     * Requires that each volume with databases has this share free.
     *
     * @param percent 1 to 99
     */
    public SlowQueriesRunbook volumesFree(int percent) {
        purposes.add(Purpose.SPACE);
        return verify("volumes", "There is room on the disks", Capacity.volumesFree(provider, percent));
    }

    /** Tells how the database grows, and for how long there is room; what is not known is told as that. */
    public SlowQueriesRunbook growth() {
        purposes.add(Purpose.SPACE);
        purposes.add(Purpose.SIZES);
        return verify("growth", "How the database grows", Capacity.growthReported(provider, request.database()));
    }

    /** A verification of one's own, such as of a cache, behind the others. */
    public SlowQueriesRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check));
        return this;
    }

    @Override
    SlowQueriesRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        // Nothing that is done here is to be taken back, so a failed run is just that.
        rb.withoutAutomaticUndo();
        writeBefore(rb, "Before the look");
        rb.section("What there is");
        writeProtections(rb);
        rb.require(
                "permissions", "The login may look", Diagnostics.permitted(provider, purposes.toArray(Purpose[]::new)));
        rb.verify("blocking", "Who waits for whom", Diagnostics.blockingReported(provider));
        var report = rb.step("report", "Report slow queries", Diagnostics.slowQueries(provider, request, directory))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
        rb.section("Verification");
        slowest.ifPresent(
                limit -> rb.verify("speed", "No query takes too long", Diagnostics.noneSlowerThan(report, limit)));
        verifications.forEach(part -> part.accept(rb));
        writeAfter(rb);
    }
}
