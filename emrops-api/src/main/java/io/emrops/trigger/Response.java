package io.emrops.trigger;

import io.emrops.MaintenanceWindow;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a fire starts: a runbook, or the same runbook behind the question whether it should run.
 *
 * <pre>{@code
 * Response.start(scale, RunRequest.by("triggers").with("replicas", 5))
 *         .askingIn(MaintenanceWindow.daily("02:00", "04:00", zone), "on-call", ofHours(1))
 * }</pre>
 */
public final class Response {
    private static final int LONGEST_ID = 60;
    private static final String ASKED = "-asked";
    private static final String PART = "action";

    private final Runbook runbook;
    private final Function<Fire, RunRequest> request;
    private final Optional<Runbook> asking;
    private final Optional<MaintenanceWindow> window;

    private Response(
            Runbook runbook,
            Function<Fire, RunRequest> request,
            Optional<Runbook> asking,
            Optional<MaintenanceWindow> window) {
        this.runbook = Objects.requireNonNull(runbook, "runbook");
        this.request = Objects.requireNonNull(request, "request");
        this.asking = asking;
        this.window = window;
    }

    /** Starts this runbook, always with the same parameters. Who asks for it is the actor of the run. */
    public static Response start(Runbook runbook, RunRequest request) {
        Objects.requireNonNull(request, "request");
        return start(runbook, fire -> request);
    }

    /**
     * Starts this runbook with parameters that are known only then, such as one instance more than there are.
     *
     * @param request may ask targets, and is asked again if the run could not be started; while it takes its time the trigger goes
     *     on, and starts nothing; {@link io.emrops.PreconditionFailedException} if there is nothing to be started for this fire
     */
    public static Response start(Runbook runbook, Function<Fire, RunRequest> request) {
        return new Response(runbook, request, Optional.empty(), Optional.empty());
    }

    /**
     * Asks first, whenever it is: a run is started that waits for an approval and does the rest behind it. Whoever the run
     * is started by has no vote. A no ends the run, and is not asked again for the same breach.
     *
     * @param group who decides, as the engine's {@link io.emrops.Authorizer} knows it
     * @param patience how long to wait for the answer; then the run fails
     */
    public Response asking(String group, Duration patience) {
        return new Response(runbook, request, Optional.of(asked(group, patience)), Optional.empty());
    }

    /**
     * Asks first while this window is open, as nothing is to happen by itself while people work on the system. The time of
     * the reading that fired decides. Replaces what was said before.
     *
     * @param group who decides, as the engine's {@link io.emrops.Authorizer} knows it
     * @param patience how long to wait for the answer; then the run fails
     */
    public Response askingIn(MaintenanceWindow window, String group, Duration patience) {
        return new Response(runbook, request, Optional.of(asked(group, patience)), Optional.of(window));
    }

    private Runbook asked(String group, Duration patience) {
        var room = Math.min(runbook.id().length(), LONGEST_ID - ASKED.length());
        return Runbook.define(runbook.id().substring(0, room) + ASKED, runbook.title() + ", if people agree", rb -> {
            if (!runbook.definition().head().automaticUndo()) {
                rb.withoutAutomaticUndo();
            }
            rb.section("Decision");
            rb.approval("agreed", runbook.title() + "?")
                    .by(group)
                    .notTheStarter()
                    .expires(patience);
            rb.section("Action");
            rb.include(PART, runbook);
        });
    }

    /** Whether this fire is asked about. */
    public boolean asks(Fire fire) {
        return asking.isPresent() && window.map(open -> open.isOpen(fire.at())).orElse(true);
    }

    /** What is run for this fire; the same one however often it is asked for. */
    public Runbook runbook(Fire fire) {
        return asking.filter(asked -> asks(fire)).orElse(runbook);
    }

    /** With which parameters. The reason and the id of the run are the fire's. */
    public RunRequest request(Fire fire) {
        var wanted = request.apply(fire);
        var made = RunRequest.by(wanted.actor()).because(fire.why()).withRunId(fire.runId());
        for (var param : wanted.params().entrySet()) {
            made = made.with((asks(fire) ? PART + "/" : "") + param.getKey(), param.getValue());
        }
        return wanted.automaticUndo() ? made : made.withoutAutomaticUndo();
    }

    /** Such as {@code Scale the API (api-scale)}. */
    @Override
    public String toString() {
        return runbook.title() + " (" + runbook.id() + ")"
                + asking.map(asked ->
                                window.map(open -> "; asks first: " + open).orElse("; asks first"))
                        .orElse("");
    }
}
