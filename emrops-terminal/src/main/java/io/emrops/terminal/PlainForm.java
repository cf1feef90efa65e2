package io.emrops.terminal;

import io.emrops.Question;
import io.emrops.Report;
import io.emrops.Run;
import io.emrops.Secret;
import io.emrops.core.terminal.ProgressPrinter;
import io.emrops.event.RunEvent;
import io.emrops.spi.page.VisibleText;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/** Plain lines, none of which is ever changed: for pipes, logs and terminals that can do no more. Asks nobody. */
final class PlainForm implements Form {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final PrintStream out;
    private final ProgressPrinter printer;
    private final Optional<String> operator;
    private final Optional<Path> inbox;
    private final AtomicBoolean attending = new AtomicBoolean();

    PlainForm(PrintStream out, Optional<String> operator, Optional<Path> inbox) {
        this.out = out;
        this.printer = ProgressPrinter.to(out);
        this.operator = operator;
        this.inbox = inbox;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public void on(RunEvent event) {
        printer.on(event);
    }

    @Override
    public Report attend(Run run) throws InterruptedException {
        if (!attending.compareAndSet(false, true)) {
            throw new IllegalStateException("A run is being attended already");
        }
        var leaving = new Leaving(run, operator.orElseGet(() -> run.report().startedBy()), this::say);
        var before = new Object[1];
        before[0] = Signals.register("INT", () -> {
            leaving.interrupted();
            if (leaving.isOver()) {
                Signals.registerDefault("INT");
            }
        });
        var told = new java.util.HashSet<Question>();
        try (var rest = new Rest(run)) {
            while (true) {
                if (leaving.left()) {
                    throw new OperatorLeftException(run.id());
                }
                var report = rest.within(LOOK);
                if (report.isPresent()) {
                    return report.get();
                }
                run.questions().stream().filter(told::add).forEach(q -> how(run.id(), q));
            }
        } finally {
            attending.set(false);
            if (!leaving.isOver()) {
                Signals.unregister("INT", before[0]);
            }
        }
    }

    /** How to answer from elsewhere, as nobody can here. */
    private void how(String runId, Question question) {
        var answer = switch (question.kind()) {
            case CONFIRMATION -> "Answer.confirm(\"<you>\")";
            case APPROVAL -> "Answer.agree(\"<you>\")";
            case IN_DOUBT -> "Answer.notApplied(\"<you>\")";
        };
        say("To answer from another process: Emrops.inbox(Path.of(\""
                + inbox.map(Path::toString).orElse("<directory of the engine>") + "\")).answer(\"" + runId + "\", \""
                + question.stepPath() + "\", " + answer + ")");
    }

    private void say(String text) {
        out.println(VisibleText.line(text));
        out.flush();
    }

    @Override
    @SuppressWarnings("SystemConsoleNull")
    public Secret secret(String what) {
        var console = System.console();
        if (console == null) {
            throw new IllegalStateException("There is no terminal at which " + what + " could be typed");
        }
        var typed = console.readPassword("%s: ", VisibleText.line(what));
        if (typed == null) {
            throw new IllegalStateException("The terminal is gone");
        }
        return Secret.of(typed);
    }

    @Override
    public void close() {}
}
