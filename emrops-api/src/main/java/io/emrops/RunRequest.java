package io.emrops;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who wants a runbook run, why, and with which parameters. A value; each verb gives a new one.
 *
 * <pre>{@code
 * var request = RunRequest.by("m.meier").because("CHG-4711").with("version", "2.1.0");
 * }</pre>
 */
public final class RunRequest {
    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private final String actor;
    private final String reason;
    private final Map<String, Object> params;
    private final boolean automaticUndo;
    private final Optional<String> runId;

    private RunRequest(
            String actor, String reason, Map<String, Object> params, boolean automaticUndo, Optional<String> runId) {
        this.actor = actor;
        this.reason = reason;
        this.params = Collections.unmodifiableMap(params);
        this.automaticUndo = automaticUndo;
        this.runId = runId;
    }

    /**
     * @param actor who starts the run, as the {@link Authorizer} knows them
     * @throws IllegalArgumentException if it is blank
     */
    public static RunRequest by(String actor) {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("A run is started by somebody");
        }
        return new RunRequest(actor, "", Map.of(), true, Optional.empty());
    }

    /** Why: the number of a change, an incident, a sentence. Journalled; no patient data. */
    public RunRequest because(String reason) {
        return new RunRequest(actor, Objects.requireNonNull(reason, "reason"), params, automaticUndo, runId);
    }

    /**
     * The value of a parameter; a second call for the same parameter replaces the first.
     *
     * @param value of the parameter's type, or text that can be read as it
     */
    public RunRequest with(String param, Object value) {
        var more = new LinkedHashMap<>(params);
        more.put(param, Objects.requireNonNull(value, param));
        return new RunRequest(actor, reason, more, automaticUndo, runId);
    }

    /** Leaves the run as it stands if it fails or is cancelled, whatever the runbook says. */
    public RunRequest withoutAutomaticUndo() {
        return new RunRequest(actor, reason, params, false, runId);
    }

    /**
     * What the run is to be called. A store has one run of an id only, so that a start whose outcome is not known may be
     * repeated: at the second time it is refused. Without this each start is a run of its own.
     *
     * @param id 1 to 200 characters of {@code A-Z a-z 0-9 . _ -}
     */
    public RunRequest withRunId(String id) {
        if (!RUN_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Not an id of a run: " + id);
        }
        return new RunRequest(actor, reason, params, automaticUndo, Optional.of(id));
    }

    public String actor() {
        return actor;
    }

    public String reason() {
        return reason;
    }

    /** The parameters by their ids, in the order in which they were given. */
    public Map<String, Object> params() {
        return params;
    }

    /** Whether the run may be undone by itself, if the runbook says so too. */
    public boolean automaticUndo() {
        return automaticUndo;
    }

    /** What the run is to be called, if that was said. */
    public Optional<String> runId() {
        return runId;
    }

    /** Names the parameters and not their values. */
    @Override
    public String toString() {
        return "run by " + actor + (reason.isEmpty() ? "" : " because " + reason) + " with " + params.keySet();
    }
}
