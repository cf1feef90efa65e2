package io.emrops.terminal;

import io.emrops.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A place in the tree of a run, and what is known of it. */
final class Place {
    private static final int LINES_KEPT = 3;

    private final String path;
    private final String title;
    private final int depth;
    private final boolean heading;
    private final int attempts;
    private final Deque<String> said = new ArrayDeque<>();
    private final List<Place> items = new ArrayList<>();

    private Stand stand = Stand.TO_COME;
    private int attempt;
    private Optional<Instant> since = Optional.empty();
    private Optional<Instant> until = Optional.empty();
    private Optional<Duration> took = Optional.empty();
    private Optional<RunEvent.StepProgressed> firstProgress = Optional.empty();
    private Optional<RunEvent.StepProgressed> progress = Optional.empty();
    private String what = "";
    private boolean told;
    private boolean hidden;

    private Place(String path, String title, int depth, boolean heading, int attempts) {
        this.path = path;
        this.title = title;
        this.depth = depth;
        this.heading = heading;
        this.attempts = attempts;
    }

    static Place heading(String title, int depth) {
        return new Place("", title, depth, true, 1);
    }

    static Place step(String path, String title, int depth, int attempts) {
        return new Place(path, title, depth, false, attempts);
    }

    /** Is shown only while something waits there. */
    static Place quiet(String path, String title, int depth) {
        var place = new Place(path, title, depth, false, 1);
        place.hidden = true;
        return place;
    }

    String path() {
        return path;
    }

    String title() {
        return title;
    }

    int depth() {
        return depth;
    }

    boolean isHeading() {
        return heading;
    }

    Stand stand() {
        return stand;
    }

    boolean isVisible() {
        return !hidden || stand == Stand.WAITING;
    }

    boolean isStep() {
        return !heading && !hidden;
    }

    int attempt() {
        return attempt;
    }

    /** How often it is tried at most; 1 if that is not known. */
    int attempts() {
        return Math.max(attempts, attempt);
    }

    /** When what goes on now began. */
    Optional<Instant> since() {
        return since;
    }

    /** When it is tried again. */
    Optional<Instant> until() {
        return until;
    }

    Optional<Duration> took() {
        return took;
    }

    Optional<RunEvent.StepProgressed> progress() {
        return progress;
    }

    /** How long the rest will take if it goes on as it went since the first report; empty if it is too early to tell. */
    Optional<Duration> left() {
        if (firstProgress.isEmpty() || progress.isEmpty()) {
            return Optional.empty();
        }
        var first = firstProgress.get();
        var last = progress.get();
        var moved = last.done() - first.done();
        var spent = Duration.between(first.at(), last.at());
        if (last.total() <= 0
                || moved <= 0
                || last.done() >= last.total()
                || spent.compareTo(Duration.ofSeconds(2)) < 0) {
            return Optional.empty();
        }
        var millis = (double) spent.toMillis() / moved * (last.total() - last.done());
        return millis > Duration.ofDays(3).toMillis()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) millis));
    }

    /** The last lines it said, oldest first. */
    List<String> said() {
        return List.copyOf(said);
    }

    /** The places of its items, if it is a fan-out and they are known. */
    List<Place> items() {
        return items;
    }

    /** Why it is as it is; may be empty. */
    String what() {
        return what;
    }

    /** Whether it has been written above the picture as it is. */
    boolean isTold() {
        return told;
    }

    void tell() {
        told = true;
    }

    void begin(Stand stand, Instant at, int attempt) {
        become(stand, "");
        this.attempt = Math.max(attempt, this.attempt);
        since = Optional.of(at);
        until = Optional.empty();
        took = Optional.empty();
        firstProgress = Optional.empty();
        progress = Optional.empty();
        said.clear();
    }

    void become(Stand next, String why) {
        if (stand != next || !what.equals(why)) {
            told = false;
        }
        stand = next;
        what = why;
    }

    void took(Duration duration) {
        took = Optional.of(duration);
    }

    void tryAgain(Instant when, String why) {
        become(Stand.WAITING, why);
        until = Optional.of(when);
    }

    void progress(RunEvent.StepProgressed report) {
        if (firstProgress.isEmpty() || report.done() < firstProgress.get().done()) {
            firstProgress = Optional.of(report);
        }
        progress = Optional.of(report);
    }

    void say(String line) {
        if (said.size() == LINES_KEPT) {
            said.removeFirst();
        }
        said.addLast(line);
    }
}
