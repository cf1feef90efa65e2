package io.emrops.core.terminal;

import io.emrops.DataSize;
import io.emrops.Question;
import io.emrops.RunState;
import io.emrops.core.time.Durations;
import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import io.emrops.spi.page.VisibleText;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells a run in plain lines, one for each event: time, step, what happened. Fit for a terminal, a pipe and the log of a
 * build; no line is ever changed afterwards.
 *
 * <pre>{@code
 * try (var engine = Emrops.builder(directory).listener(ProgressPrinter.to(System.out)).build()) {
 *     engine.start(deploy, request).await();
 * }
 * }</pre>
 *
 * <p>Listeners are told on a thread of their own, so the last lines of a run may come a moment after {@code await}; they
 * have come when the engine is closed.
 */
public final class ProgressPrinter implements RunListener {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);
    private static final int USUAL_WIDTH = 14;

    private final PrintStream out;
    private final ZoneId zone;
    private final Map<String, RunEvent.StepProgressed> progressTold = new HashMap<>();

    private ProgressPrinter(PrintStream out, ZoneId zone) {
        this.out = Objects.requireNonNull(out, "out");
        this.zone = Objects.requireNonNull(zone, "zone");
    }

    /** Prints there, with the times of this machine's zone. The stream stays the caller's to close. */
    public static ProgressPrinter to(PrintStream out) {
        return new ProgressPrinter(out, ZoneId.systemDefault());
    }

    /** The same with times of another zone. */
    public ProgressPrinter in(ZoneId zone) {
        return new ProgressPrinter(out, zone);
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.Started e) {
            line(e, "run", e.title() + ", started by " + e.by() + " as " + e.runId());
        } else if (event instanceof RunEvent.Resumed e) {
            line(e, "run", "gone on with by " + e.by() + ": " + e.runId());
        } else if (event instanceof RunEvent.StateChanged e) {
            if (isNews(e.to())) {
                line(e, "run", words(e.to()));
            }
        } else if (event instanceof RunEvent.Ended e) {
            line(e, "run", e.verdict());
        } else if (event instanceof RunEvent.Noted e) {
            line(e, "run", e.text());
        } else {
            step(event);
        }
        out.flush();
    }

    private void step(RunEvent event) {
        if (event instanceof RunEvent.StepStarted e) {
            progressTold.remove(e.path());
            line(e, e.path(), e.title() + (e.attempt() > 1 ? " (attempt " + e.attempt() + ")" : "") + " ...");
        } else if (event instanceof RunEvent.ItemsFixed e) {
            line(e, e.path(), e.keys().size() + (e.keys().size() == 1 ? " item" : " items"));
        } else if (event instanceof RunEvent.StepProgressed e) {
            progress(e);
        } else if (event instanceof RunEvent.StepSaid e) {
            line(e, e.path(), "| " + e.line());
        } else if (event instanceof RunEvent.StepFinished e) {
            line(e, e.path(), "done in " + Durations.words(e.took()));
        } else if (event instanceof RunEvent.StepSkipped e) {
            line(e, e.path(), "skipped: " + e.why());
        } else if (event instanceof RunEvent.StepFailed e) {
            line(e, e.path(), "FAILED: " + e.why() + again(e.again()));
        } else if (event instanceof RunEvent.StepInDoubt e) {
            line(e, e.path(), "IN DOUBT: " + e.why());
        } else if (event instanceof RunEvent.Waiting e) {
            line(e, e.path(), e.what());
        } else if (event instanceof RunEvent.Asked e) {
            asked(e, e.question());
        } else if (event instanceof RunEvent.Answered e) {
            line(e, e.path(), e.verdict() + " by " + e.by());
        } else if (event instanceof RunEvent.UndoStarted e) {
            progressTold.remove(e.path());
            line(e, e.path(), "undoing \"" + e.title() + "\" ...");
        } else if (event instanceof RunEvent.UndoFinished e) {
            line(e, e.path(), "undone in " + Durations.words(e.took()));
        } else if (event instanceof RunEvent.UndoFailed e) {
            line(e, e.path(), "UNDO FAILED: " + e.why());
        }
    }

    /** The first and the last word of a step, and in between what is new, at most once a second. */
    private void progress(RunEvent.StepProgressed e) {
        var last = progressTold.get(e.path());
        if (last == null
                || !words(last).equals(words(e))
                        && (isLast(e) || !e.at().isBefore(last.at().plus(BETWEEN_PROGRESS)))) {
            progressTold.put(e.path(), e);
            line(e, e.path(), words(e));
        }
    }

    private static boolean isLast(RunEvent.StepProgressed e) {
        return e.total() > 0 && e.done() >= e.total();
    }

    /** {@code 3 of 5 images}; bytes in a unit that can be read. As it was told, not made visible. */
    public static String words(RunEvent.StepProgressed e) {
        var bytes = e.what().startsWith("bytes");
        Function<Long, String> amount = n -> bytes && n >= 0 ? new DataSize(n).toString() : String.valueOf(n);
        return amount.apply(e.done())
                + (e.total() > 0 ? " of " + amount.apply(e.total()) : "")
                + (bytes ? e.what().substring("bytes".length()) : " " + e.what());
    }

    private void asked(RunEvent event, Question question) {
        line(event, question.stepPath(), "asks " + question.group() + ": " + question.text());
        question.details().forEach(detail -> line(event, question.stepPath(), "  " + detail));
    }

    private void line(RunEvent event, String who, String what) {
        out.println(
                TIME.format(event.at().atZone(zone)) + "  " + pad(VisibleText.line(who)) + "  " + VisibleText.of(what));
    }

    private static String pad(String who) {
        return who.length() >= USUAL_WIDTH ? who : who + " ".repeat(USUAL_WIDTH - who.length());
    }

    private static boolean isNews(RunState state) {
        return state == RunState.UNDOING;
    }

    private static String words(RunState state) {
        return state.name().replace('_', ' ');
    }

    private static String again(Optional<Duration> again) {
        return again.map(wait -> "; tried again in " + Durations.words(wait)).orElse("");
    }
}
