package io.emrops.terminal;

import io.emrops.Question;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.event.RunEvent;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The steps of a run in the order of its document, as far as events have told of them. Not safe for several threads. */
final class RunTree {
    private final String runId;
    private final List<Place> places = new ArrayList<>();
    private final Map<String, Place> byPath = new HashMap<>();
    private final List<String> news = new ArrayList<>();
    private String title;
    private RunState state = RunState.RUNNING;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<RunEvent.Ended> ended = Optional.empty();

    RunTree(String runId) {
        this.runId = runId;
        this.title = runId;
    }

    String runId() {
        return runId;
    }

    String title() {
        return title;
    }

    RunState state() {
        return state;
    }

    Optional<Instant> startedAt() {
        return startedAt;
    }

    /** The rest it came to, if it is at rest. */
    Optional<RunEvent.Ended> ended() {
        return ended;
    }

    List<Place> places() {
        return places;
    }

    /** What is worth a line of its own and has not been taken yet. */
    List<String> takeNews() {
        var taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    // ---- the document

    /** Puts what is known into the order of the document, and what is not known yet where it will be. */
    void outline(Definition definition) {
        title = definition.title();
        var known = List.copyOf(byPath.values());
        places.clear();
        byPath.clear();
        outline(definition.nodes(), 0);
        known.stream()
                .sorted(Comparator.comparing(p -> p.since().orElse(Instant.MAX)))
                .forEach(p -> move(p, place(p.path(), p.title())));
    }

    private void outline(List<? extends Node> nodes, int depth) {
        var inside = depth;
        for (var node : nodes) {
            if (node instanceof Node.Section section) {
                places.add(Place.heading(section.title(), depth));
                inside = depth + 1;
            } else if (node instanceof Node.Lock lock) {
                add(Place.quiet(lock.path(), "Lock " + lock.name(), inside));
            } else if (node instanceof Node.Part part) {
                places.add(Place.heading(part.title(), inside));
                outline(part.nodes(), inside + 1);
            } else if (node instanceof Node.Branches branches) {
                places.add(Place.heading(branches.title() + " (side by side)", inside));
                outline(branches.branches(), inside + 1);
            } else if (node instanceof Node.Stepping step) {
                add(Place.step(
                        step.path(),
                        step.title(),
                        inside,
                        step.traits().attempts().max()));
            }
        }
    }

    private void add(Place place) {
        places.add(place);
        byPath.put(place.path(), place);
    }

    /** What was known of a place before its place in the document was. */
    private static void move(Place from, Place to) {
        from.since().ifPresent(since -> to.begin(from.stand(), since, from.attempt()));
        to.become(from.stand(), from.what());
        from.took().ifPresent(to::took);
        from.progress().ifPresent(to::progress);
        from.said().forEach(to::say);
    }

    /** Fills in what happened before anybody was told of it, such as before a resume. */
    void recall(Report report) {
        startedAt = Optional.of(report.startedAt());
        for (var step : report.steps()) {
            var place = place(step.path(), step.title());
            if (place.stand() == Stand.TO_COME) {
                place.begin(
                        stand(step.state()), step.startedAt(), step.attempts().size());
                place.took(step.took());
                place.become(place.stand(), step.failure().orElse(""));
            }
        }
    }

    /** Shows a run as its report has it, where nobody told of its end. */
    void conclude(Report report, Instant at) {
        for (var step : report.steps()) {
            place(step.path(), step.title())
                    .become(stand(step.state()), step.failure().orElse(""));
        }
        apply(new RunEvent.Ended(runId, at, report.state(), report.verdict()));
    }

    private static Stand stand(Report.StepState state) {
        return switch (state) {
            case RUNNING -> Stand.RUNNING;
            case WAITING -> Stand.WAITING;
            case IN_DOUBT -> Stand.IN_DOUBT;
            case DONE -> Stand.DONE;
            case FAILED -> Stand.FAILED;
            case SKIPPED -> Stand.SKIPPED;
            case UNDONE -> Stand.UNDONE;
            case UNDO_FAILED -> Stand.UNDO_FAILED;
        };
    }

    /** The place of a path; a new one below its fan-out, or at the end, if there is none. */
    private Place place(String path, String title) {
        var known = byPath.get(path);
        if (known != null) {
            return known;
        }
        var fan = fan(path);
        var place = Place.step(
                path,
                title,
                fan.map(f -> f.depth() + 1).orElse(0),
                fan.map(Place::attempts).orElse(1));
        if (fan.isPresent()) {
            var items = fan.get().items();
            places.add(places.indexOf(items.isEmpty() ? fan.get() : items.get(items.size() - 1)) + 1, place);
            items.add(place);
        } else {
            places.add(place);
        }
        byPath.put(path, place);
        return place;
    }

    /** The fan-out that a path is an item of. */
    private Optional<Place> fan(String path) {
        var bracket = path.endsWith("]") ? path.indexOf('[') : -1;
        return bracket < 0 ? Optional.empty() : Optional.ofNullable(byPath.get(path.substring(0, bracket)));
    }

    // ---- what happens

    void apply(RunEvent event) {
        if (event instanceof RunEvent.Started e) {
            title = e.title();
            startedAt = Optional.of(e.at());
            news.add(e.title() + ", started by " + e.by() + " as run " + e.runId());
        } else if (event instanceof RunEvent.Resumed e) {
            news.add("Run " + e.runId() + " is gone on with by " + e.by());
            startedAt = startedAt.or(() -> Optional.of(e.at()));
            ended = Optional.empty();
        } else if (event instanceof RunEvent.StateChanged e) {
            state = e.to();
            if (!state.atRest()) {
                ended = Optional.empty();
            }
        } else if (event instanceof RunEvent.Ended e) {
            state = e.state();
            ended = Optional.of(e);
            if (state.ended()) {
                places.stream().filter(p -> p.stand().active()).forEach(p -> p.become(Stand.STOPPED, p.what()));
                places.stream().filter(p -> p.stand() == Stand.TO_COME).forEach(p -> p.become(Stand.NOT_REACHED, ""));
            }
        } else if (event instanceof RunEvent.Noted e) {
            news.add(e.text());
        } else {
            step(event);
        }
    }

    private void step(RunEvent event) {
        if (event instanceof RunEvent.StepStarted e) {
            place(e.path(), e.title()).begin(Stand.RUNNING, e.at(), e.attempt());
            fan(e.path()).filter(f -> f.stand() == Stand.TO_COME).ifPresent(f -> f.begin(Stand.RUNNING, e.at(), 1));
            passLocks(e.path());
        } else if (event instanceof RunEvent.ItemsFixed e) {
            place(e.path(), e.title()).begin(Stand.RUNNING, e.at(), 1);
            items(e);
        } else if (event instanceof RunEvent.StepProgressed e) {
            place(e.path(), e.path()).progress(e);
        } else if (event instanceof RunEvent.StepSaid e) {
            place(e.path(), e.path()).say(e.line());
        } else if (event instanceof RunEvent.StepFinished e) {
            var place = place(e.path(), e.path());
            // What a person did took as long as the person was asked.
            var since = place.since().filter(s -> e.took().isZero() && place.stand() == Stand.ASKED);
            place.become(Stand.DONE, place.stand() == Stand.ASKED ? place.what() : "");
            place.took(since.map(s -> Duration.between(s, e.at())).orElse(e.took()));
        } else if (event instanceof RunEvent.StepSkipped e) {
            place(e.path(), e.path()).become(Stand.SKIPPED, e.why());
        } else if (event instanceof RunEvent.StepFailed e) {
            failed(e);
        } else if (event instanceof RunEvent.StepInDoubt e) {
            place(e.path(), e.path()).become(Stand.IN_DOUBT, e.why());
        } else if (event instanceof RunEvent.Waiting e) {
            place(e.path(), e.path()).begin(Stand.WAITING, e.at(), 0);
            place(e.path(), e.path()).become(Stand.WAITING, e.what());
        } else if (event instanceof RunEvent.Asked e) {
            asked(e);
        } else if (event instanceof RunEvent.Answered e) {
            var place = place(e.path(), e.path());
            var said = e.verdict().toLowerCase(Locale.ROOT).replace('_', ' ') + " by " + e.by();
            place.become(place.stand(), place.what().isEmpty() ? said : place.what() + "; " + said);
        } else {
            undo(event);
        }
    }

    /** All at once, as there may be thousands. */
    private void items(RunEvent.ItemsFixed e) {
        var fan = place(e.path(), e.title());
        var more = new ArrayList<Place>();
        for (var key : e.keys()) {
            var path = e.path() + "[" + key + "]";
            if (!byPath.containsKey(path)) {
                var item = Place.step(path, e.title().replace("{item}", key), fan.depth() + 1, fan.attempts());
                byPath.put(path, item);
                more.add(item);
            }
        }
        places.addAll(places.indexOf(fan) + 1 + fan.items().size(), more);
        fan.items().addAll(more);
    }

    private void failed(RunEvent.StepFailed e) {
        var place = place(e.path(), e.path());
        if (e.again().isPresent()) {
            place.tryAgain(e.at().plus(e.again().get()), e.why());
        } else {
            place.become(Stand.FAILED, e.why());
            place.since().ifPresent(since -> place.took(Duration.between(since, e.at())));
        }
    }

    private void asked(RunEvent.Asked e) {
        var question = e.question();
        var place = place(question.stepPath(), question.text());
        if (question.kind() == Question.Kind.IN_DOUBT) {
            place.become(Stand.IN_DOUBT, place.what());
        } else {
            place.begin(Stand.ASKED, e.at(), 0);
        }
        passLocks(question.stepPath());
    }

    private void undo(RunEvent event) {
        if (event instanceof RunEvent.UndoStarted e) {
            var place = place(e.path(), e.title());
            var failed = place.stand() == Stand.FAILED ? "It failed: " + place.what() : "";
            place.begin(Stand.UNDOING, e.at(), 0);
            place.become(Stand.UNDOING, failed);
        } else if (event instanceof RunEvent.UndoFinished e) {
            var place = place(e.path(), e.path());
            place.become(Stand.UNDONE, place.what());
            place.took(e.took());
            fan(e.path())
                    .filter(f -> f.items().stream().allMatch(p -> p.stand() == Stand.UNDONE))
                    .ifPresent(f -> f.become(Stand.UNDONE, ""));
        } else if (event instanceof RunEvent.UndoFailed e) {
            place(e.path(), e.path()).become(Stand.UNDO_FAILED, e.why());
        }
    }

    /** Whoever goes on behind a lock has it. */
    private void passLocks(String path) {
        for (var place : places) {
            if (place.path().equals(path)) {
                return;
            }
            if (!place.isStep() && !place.isHeading() && place.stand() == Stand.WAITING) {
                place.become(Stand.DONE, "");
            }
        }
    }
}
