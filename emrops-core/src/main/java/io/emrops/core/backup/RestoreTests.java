package io.emrops.core.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.StoreException;
import io.emrops.backup.RestoreTest;
import io.emrops.core.Emrops;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.StepHistory;
import io.emrops.core.journal.FileRunStore;
import io.emrops.spi.RunStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The restore tests of earlier runs, read from their journals alone: what has been measured of how long restoring takes. Those of
 * the ready-made runbooks for the daily proof and the monthly backup are among them, and those of any other runbook with a step {@link
 * io.emrops.backup.Backups#testRestore}.
 *
 * <pre>{@code
 * var tests = RestoreTests.in(directory, "EMRNext", Instant.now().minus(Duration.ofDays(30)));
 * }</pre>
 */
public final class RestoreTests {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreTests.class);
    private static final Output<RestoreTest> TYPE = Output.of(RestoreTest.class);

    private RestoreTests() {}

    /**
     * The restore tests of a database in the journal of an engine, which may be at work on it.
     *
     * @param directory the engine's, as in {@link Emrops#engine}
     * @throws StoreException if it holds no journal, or a damaged one
     * @see #of
     */
    public static List<RestoreTest> in(Path directory, String database, Instant since) {
        try (var store = FileRunStore.openReadOnly(directory.resolve("journal"))) {
            return of(store, database, since);
        }
    }

    /**
     * The restore tests of a database, the newest first; also of runs that failed for it, and of those that are under way. Runs that
     * cannot be read are logged and left out.
     *
     * @param store encrypted stores are given with their keys
     * @param since tests of runs that began before are not looked for
     */
    public static List<RestoreTest> of(RunStore store, String database, Instant since) {
        var tests = new ArrayList<RestoreTest>();
        var heads = store.runs();
        for (var i = heads.size() - 1; i >= 0; i--) {
            var run = read(store, heads.get(i).runId(), since);
            run.ifPresent(history -> history.steps()
                    .forEach(step -> test(step)
                            .filter(test -> test.backup().database().equals(database))
                            .ifPresent(tests::add)));
        }
        tests.sort(Comparator.comparing(RestoreTest::finishedAt).reversed());
        return List.copyOf(tests);
    }

    private static Optional<RunHistory> read(RunStore store, String runId, Instant since) {
        try {
            var records = store.read(runId);
            return records.isEmpty()
                            || RecordCodec.read(records.get(0), runId, 0).at().isBefore(since)
                    ? Optional.empty()
                    : Optional.of(RunHistory.read(runId, records));
        } catch (StoreException e) {
            // What was erased on purpose is nothing to remark on.
            if (e.problem() != StoreException.Problem.ERASED) {
                LOG.warn("Run {} cannot be read for its restore tests", runId, e);
            }
            return Optional.empty();
        }
    }

    private static Optional<RestoreTest> test(StepHistory step) {
        return step.output().filter(RestoreTests::looksLikeOne).flatMap(output -> {
            try {
                return Optional.of((RestoreTest) OutputCodec.read(TYPE, output, step.path()));
            } catch (PreconditionFailedException e) {
                LOG.debug("What step {} returned is no restore test", step.path());
                return Optional.empty();
            }
        });
    }

    private static boolean looksLikeOne(JsonNode output) {
        return output.has("backup") && output.has("restoring") && output.has("checking") && output.has("proof");
    }
}
