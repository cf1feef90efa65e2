package io.emrops.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Plan;
import io.emrops.PreconditionFailedException;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunRecord;
import io.emrops.core.rehearsal.EarlierRuns;
import io.emrops.core.storage.Drawn;
import io.emrops.event.RunEvent;
import io.emrops.spi.Definition;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rehearses runs, and starts them. */
final class Starting {
    private static final Logger LOG = LoggerFactory.getLogger(Starting.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Surroundings around;
    private final Preparation preparation;
    private final RunsHere here;

    Starting(Surroundings around, Preparation preparation, RunsHere here) {
        this.around = around;
        this.preparation = preparation;
        this.here = here;
    }

    Plan plan(Runbook runbook, RunRequest request) {
        var definition = runbook.definition();
        preparation.requireRunnable(definition);
        var parameters = preparation.parameters(definition, request);
        var planner = new Planner(around);
        var steps = planner.rehearse(definition, new Given(parameters));
        var hash = PlanHash.of(definition, json(parameters).toString(), steps);
        var earlier = EarlierRuns.of(around.store(), definition.id());
        return new LivePlan(
                runbook, request, around.time().wallClock(), steps, hash, earlier, around.scrubber()::scrub);
    }

    /** What is known of a run that has not begun. */
    private record Given(Parameters parameters) implements Planner.Known {
        @Override
        public Object param(String id) {
            var secret = parameters.secrets().get(id);
            if (secret != null) {
                return secret;
            }
            var value = parameters.values().get(id);
            if (value == null) {
                throw new IllegalStateException("Parameter \"" + id + "\" has no value");
            }
            return value;
        }

        @Override
        public Optional<Object> result(String path) {
            return Optional.empty();
        }

        @Override
        public boolean skipped(String path) {
            return false;
        }
    }

    /** @param plan the hash of what was rehearsed, if anything was */
    LiveRun start(Runbook runbook, RunRequest request, Optional<String> plan) {
        var definition = runbook.definition();
        preparation.requireRunnable(definition);
        var parameters = preparation.parameters(definition, request);
        request.runId().ifPresent(this::requireNew);
        return here.admit(() -> create(definition, request, parameters, plan), LiveRun::begin);
    }

    /** Asked before anything is made for the run, such as its key. Whoever is faster than this is found by the append. */
    private void requireNew(String runId) {
        try {
            around.store().read(runId);
        } catch (StoreException e) {
            if (e.problem() == Problem.NOT_FOUND) {
                return;
            }
            if (e.problem() != Problem.ERASED) {
                throw e;
            }
        }
        throw isThere(runId, null);
    }

    private static PreconditionFailedException isThere(String runId, @Nullable StoreException cause) {
        return new PreconditionFailedException("There is a run " + runId + " already", cause, runId, null, null);
    }

    private LiveRun create(Definition definition, RunRequest request, Parameters parameters, Optional<String> plan) {
        var now = around.time().wallClock();
        var id = request.runId().orElseGet(() -> newId(now));
        var started = new RunRecord.RunStarted(
                now,
                RecordCodec.FORMAT,
                definition.id(),
                definition.title(),
                request.actor(),
                request.reason(),
                json(parameters),
                List.copyOf(parameters.secrets().keySet()),
                around.charts().of(definition).print(),
                request.automaticUndo(),
                plan);
        var journal = journal(id, started);
        LOG.info("Run {} of {} started", id, definition.id());
        around.listeners()
                .tell(new RunEvent.Started(
                        id,
                        now,
                        definition.id(),
                        definition.title(),
                        around.scrubber().scrub(request.actor())));
        return new LiveRun(around, definition, journal, parameters);
    }

    private RunJournal journal(String id, RunRecord.RunStarted started) {
        try {
            return RunJournal.create(around, id, started);
        } catch (StoreException e) {
            throw e.problem() == Problem.CONFLICT ? isThere(id, e) : e;
        }
    }

    private static Map<String, JsonNode> json(Parameters parameters) {
        var json = new LinkedHashMap<String, JsonNode>();
        parameters.values().forEach((id, value) -> json.put(id, OutputCodec.tree(value)));
        return json;
    }

    private static String newId(Instant now) {
        return STAMP.format(now) + "-" + Drawn.letters(LETTERS, 6);
    }
}
