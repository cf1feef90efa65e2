package io.emrops.core.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Answer;
import io.emrops.Question;
import io.emrops.RunState;
import io.emrops.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that is written down about a run before it counts. The names of the records and of their components are the
 * format of the journal: they are never changed, only added to, and what is added is optional.
 */
public sealed interface RunRecord {
    /** The time of the run. */
    Instant at();

    /**
     * The first record.
     *
     * @param format the version of this format
     * @param params the parameters as JSON; secrets are in {@code secrets} by name only
     * @param fingerprint what the definition is compared by on resume
     */
    record RunStarted(
            Instant at,
            int format,
            String runbook,
            String title,
            String actor,
            String reason,
            Map<String, JsonNode> params,
            List<String> secrets,
            Print fingerprint,
            boolean automaticUndo,
            Optional<String> plan)
            implements RunRecord {
        public RunStarted {
            params = copy(params);
            secrets = List.copyOf(secrets);
        }
    }

    /** A {@link io.emrops.spi.Fingerprint}, as it is kept. */
    record Print(String hash, int version, Map<String, String> entries) {
        public Print {
            entries = copy(entries);
        }
    }

    /** In the same order. */
    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Somebody goes on with the run. */
    record RunResumed(
            Instant at, String actor, String reason, Optional<String> acceptedChanges, Optional<Print> fingerprint)
            implements RunRecord {}

    /** Steps are done anew: what is known of them is set aside, and their keys change. */
    record StepsReset(Instant at, String actor, String reason, List<String> paths) implements RunRecord {
        public StepsReset {
            paths = List.copyOf(paths);
        }
    }

    /**
     * The intent of an attempt.
     *
     * @param before what the operation captured, if it did
     */
    record StepStarted(
            Instant at,
            String path,
            String kind,
            String title,
            int attempt,
            Optional<Target> target,
            Optional<JsonNode> before)
            implements RunRecord {
        public StepStarted {
            before = before.filter(json -> !json.isNull());
        }
    }

    /**
     * The step finished.
     *
     * @param by who says so: {@code body}, {@code probe}, or {@code person} with a name
     */
    record StepDone(Instant at, String path, int attempt, Duration took, JsonNode output, String by)
            implements RunRecord {}

    /** The step took effect and its result could not be kept. */
    record OutputLost(Instant at, String path, int attempt, Duration took, String why) implements RunRecord {}

    /**
     * The attempt failed.
     *
     * @param changed whether the target may be changed
     * @param again how long until the next attempt; empty if the step has failed
     */
    record StepFailed(
            Instant at,
            String path,
            int attempt,
            Duration took,
            String why,
            boolean changed,
            Optional<Duration> again,
            Optional<JsonNode> finding)
            implements RunRecord {
        public StepFailed {
            finding = finding.filter(json -> !json.isNull());
        }
    }

    /** The step's condition did not hold. */
    record StepSkipped(Instant at, String path, String kind, String title, String why) implements RunRecord {}

    /** The items of a fan-out, for good. */
    record ItemsFixed(Instant at, String path, String title, List<String> keys) implements RunRecord {
        public ItemsFixed {
            keys = List.copyOf(keys);
        }
    }

    /** What an attempt did is not known. */
    record StepInDoubt(Instant at, String path, int attempt, String why) implements RunRecord {}

    /**
     * The step may be done again.
     *
     * @param changed whether the attempt may have been applied all the same, as with a step that is safe to repeat
     */
    record DoubtCleared(Instant at, String path, int attempt, boolean changed, String by) implements RunRecord {}

    /** A person is asked; an earlier question at the same step, with its answers, is void. */
    record Asked(
            Instant at,
            String path,
            String kind,
            String title,
            Question.Kind question,
            String text,
            List<String> details,
            String group,
            int wanted,
            Optional<Instant> expires,
            String hash)
            implements RunRecord {
        public Asked {
            details = List.copyOf(details);
        }
    }

    /**
     * A person answered.
     *
     * @param result what the step returned, if the person says that it was applied
     */
    record Answered(
            Instant at,
            String path,
            Answer.Verdict verdict,
            String by,
            String remark,
            String hash,
            Optional<JsonNode> result)
            implements RunRecord {
        public Answered {
            result = result.filter(json -> !json.isNull());
        }
    }

    /** The run waits for something that is not a person. */
    record Waiting(Instant at, String path, String what) implements RunRecord {}

    /** The wait is over. */
    record WaitEnded(Instant at, String path) implements RunRecord {}

    /** The run holds these locks. */
    record LocksTaken(Instant at, List<String> names) implements RunRecord {
        public LocksTaken {
            names = List.copyOf(names);
        }
    }

    /** The run has let go of these locks. */
    record LocksReleased(Instant at, List<String> names) implements RunRecord {
        public LocksReleased {
            names = List.copyOf(names);
        }
    }

    /** The first step inside a window begins. */
    record WindowEntered(Instant at, String path) implements RunRecord {}

    /** The run is paused. */
    record Paused(Instant at, String by, String why) implements RunRecord {
        /** Pauses where no person does. */
        public static final String ENGINE = "the engine";

        /** Why, if the engine went while the run was at work. */
        public static final String CLOSED = "it was closed";
    }

    /** Somebody wants the run stopped. */
    record CancelRequested(Instant at, String by, String why) implements RunRecord {}

    /** The undo begins, or goes on. */
    record UndoBegan(Instant at, String by, String why) implements RunRecord {}

    /** The intent to undo a step. */
    record UndoStarted(Instant at, String path, String title) implements RunRecord {}

    /**
     * The step is undone.
     *
     * @param how in words: "undone", or why nothing had to be
     */
    record UndoDone(Instant at, String path, Duration took, String how) implements RunRecord {}

    /** The step could not be undone. */
    record UndoFailed(Instant at, String path, Duration took, String why) implements RunRecord {}

    /** Something worth knowing. */
    record Noted(Instant at, String text) implements RunRecord {}

    /** The end. A run may be taken up again behind it. */
    record RunEnded(Instant at, RunState state, String why, List<String> leftChanged) implements RunRecord {
        public RunEnded {
            leftChanged = List.copyOf(leftChanged);
        }
    }
}
