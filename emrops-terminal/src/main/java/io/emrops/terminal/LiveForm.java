package io.emrops.terminal;

import io.emrops.Done;
import io.emrops.EmropsException;
import io.emrops.Question;
import io.emrops.Report;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.Secret;
import io.emrops.event.RunEvent;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import io.emrops.spi.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** A terminal whose picture is drawn again as things change. */
final class LiveForm implements Form {
    private static final Duration KEY = Duration.ofMillis(100);
    private static final Duration NEWS = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final TimeSource time;
    private final Optional<String> operator;
    private final Screen screen;
    private final Look look;
    private final Painter painter;
    private final Keys keys;
    private final Object view = new Object();

    // Guarded by the view.
    private final Map<String, RunTree> trees = new HashMap<>();
    private Optional<RunTree> watched = Optional.empty();
    private Optional<Prompt> prompt = Optional.empty();
    private String notice = "";
    private long runTimeAhead = Long.MIN_VALUE;

    LiveForm(Terminal terminal, TimeSource time, Optional<String> operator, Look look) {
        this.terminal = terminal;
        this.time = time;
        this.operator = operator;
        this.look = look;
        this.screen = new Screen(look);
        this.painter = new Painter(terminal, time, this::draw);
        this.keys = new Keys(terminal);
    }

    @Override
    public boolean isLive() {
        return true;
    }

    // ---- what is told

    @Override
    public void on(RunEvent event) {
        synchronized (view) {
            hear(event.at());
            var tree = trees.computeIfAbsent(event.runId(), RunTree::new);
            tree.apply(event);
            if (watched.filter(w -> w == tree).isPresent()) {
                view.notifyAll();
                painter.changed();
            } else if (tree.state().ended()) {
                trees.remove(event.runId());
            }
        }
    }

    /** Events carry the time of their run, which no jump of the wall clock moves: ours is measured from it. */
    private void hear(Instant at) {
        var millis = at.toEpochMilli() - time.nanoTime() / 1_000_000;
        runTimeAhead = Math.max(runTimeAhead, millis);
    }

    private Instant now() {
        return runTimeAhead == Long.MIN_VALUE
                ? time.wallClock()
                : Instant.ofEpochMilli(time.nanoTime() / 1_000_000 + runTimeAhead);
    }

    private Screen.Drawing draw(Size size) {
        synchronized (view) {
            return watched.map(tree -> screen.draw(tree, prompt, notice, size.getColumns(), size.getRows(), now()))
                    .orElseGet(() -> new Screen.Drawing(List.of(), List.of()));
        }
    }

    // ---- attending

    @Override
    public Report attend(Run run) throws InterruptedException {
        var actor = operator.orElseGet(() -> run.report().startedBy());
        var tree = watch(run);
        var leaving = new Leaving(run, actor, this::say);
        var before = terminal.enterRawMode();
        var onInterrupt = new ArrayList<Terminal.SignalHandler>();
        onInterrupt.add(terminal.handle(Terminal.Signal.INT, signal -> {
            leaving.interrupted();
            if (leaving.isOver()) {
                terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_DFL);
            }
        }));
        var onResize = terminal.handle(Terminal.Signal.WINCH, signal -> painter.resized());
        var restore = new Thread(this::giveBack, "emrops-terminal-restore");
        Runtime.getRuntime().addShutdownHook(restore);
        Optional<Report> report = Optional.empty();
        try {
            keys.forget();
            painter.start();
            report = Optional.of(untilRest(run, actor, leaving));
            return report.get();
        } finally {
            finish(tree, report);
            terminal.handle(Terminal.Signal.WINCH, onResize);
            if (!leaving.isOver()) {
                terminal.handle(Terminal.Signal.INT, onInterrupt.get(0));
            }
            terminal.setAttributes(before);
            remove(restore);
        }
    }

    private RunTree watch(Run run) {
        synchronized (view) {
            if (watched.isPresent()) {
                throw new IllegalStateException(
                        "This terminal attends run " + watched.get().runId() + " already");
            }
            var report = run.report();
            var missed = !trees.containsKey(run.id());
            var tree = trees.computeIfAbsent(run.id(), RunTree::new);
            tree.outline(run.definition());
            tree.recall(report);
            if (missed && report.state().atRest()) {
                tree.conclude(report, now());
            }
            watched = Optional.of(tree);
            prompt = Optional.empty();
            notice = "";
            return tree;
        }
    }

    private Report untilRest(Run run, String actor, Leaving leaving) throws InterruptedException {
        var later = new HashSet<Question>();
        var gone = false;
        var rest = new Rest(run);
        try {
            while (true) {
                if (leaving.left()) {
                    throw new OperatorLeftException(run.id());
                }
                var report = rest.within(gone ? KEY : Duration.ZERO);
                var open = run.questions();
                ask(run.definition(), open, later, actor);
                if (report.isPresent()
                        && (report.get().state() != RunState.IN_DOUBT || gone || later.containsAll(open))) {
                    return report.get();
                }
                var key = gone ? Optional.<Key>empty() : keys.next(KEY);
                gone |= key.filter(k -> k.kind() == Key.Kind.END).isPresent();
                if (key.isPresent() && press(run, key.get(), later) && report.isPresent()) {
                    rest = new Rest(run);
                }
            }
        } finally {
            rest.close();
        }
    }

    /** Puts the first question that is not to be asked later on the screen; takes one away that somebody else answered. */
    private void ask(Definition definition, List<Question> open, Set<Question> later, String actor) {
        synchronized (view) {
            var before = prompt;
            prompt = prompt.filter(p -> open.contains(p.question()));
            if (prompt.isEmpty()) {
                prompt = open.stream()
                        .filter(q -> !later.contains(q))
                        .findFirst()
                        .map(q -> new Prompt(q, result(definition, q), actor, ZoneId.systemDefault()));
                prompt.ifPresent(p -> keys.forget());
            }
            if (!prompt.equals(before)) {
                painter.changed();
            }
        }
    }

    private static Type result(Definition definition, Question question) {
        var path = question.stepPath();
        var bracket = path.endsWith("]") ? path.indexOf('[') : path.length();
        return definition.steps().stream()
                .filter(s -> s.path().equals(path.substring(0, bracket)))
                .map(s -> s instanceof Node.FanOut fan
                        ? fan.itemOutput().type()
                        : s.traits().output().type())
                .findFirst()
                .orElse(Done.class);
    }

    /** @return whether a question was answered */
    private boolean press(Run run, Key key, Set<Question> later) {
        Prompt asked;
        Prompt.Outcome outcome;
        synchronized (view) {
            painter.changed();
            if (prompt.isEmpty()) {
                if (key.is('a')) {
                    later.clear();
                    notice = "";
                }
                return false;
            }
            asked = prompt.get();
            outcome = asked.press(key);
            if (outcome instanceof Prompt.Outcome.Later) {
                later.add(asked.question());
                prompt = Optional.empty();
                notice = "Asked later: press a to answer what is open.";
            }
        }
        if (!(outcome instanceof Prompt.Outcome.Given given)) {
            return false;
        }
        // Not under the view: the engine journals the answer, and tells us of it.
        try {
            run.answer(asked.question().stepPath(), given.answer());
            return true;
        } catch (EmropsException | IllegalStateException e) {
            synchronized (view) {
                asked.refused(String.valueOf(e.getMessage()));
            }
            return false;
        }
    }

    private void say(String text) {
        synchronized (view) {
            notice = text;
            painter.changed();
        }
    }

    /** Leaves the screen with everything that was, once the last events have come. */
    private void finish(RunTree tree, Optional<Report> report) throws InterruptedException {
        List<org.jline.utils.AttributedString> lines;
        synchronized (view) {
            if (report.isPresent()) {
                var until = System.nanoTime() + NEWS.toNanos();
                while (tree.ended()
                                .filter(e -> e.state() == report.get().state())
                                .isEmpty()
                        && System.nanoTime() < until) {
                    view.wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
                }
                if (tree.ended().isEmpty()) {
                    tree.conclude(report.get(), now());
                }
            }
            var last = new ArrayList<String>();
            report.ifPresentOrElse(r -> last.addAll(r.next()), () -> last.add(notice));
            last.removeIf(String::isEmpty);
            lines = screen.rest(tree, last, painter.size().getColumns(), now());
            watched = Optional.empty();
            prompt = Optional.empty();
            notice = "";
            trees.remove(tree.runId());
        }
        painter.stop(lines);
    }

    /** If the process ends while the picture is on the screen. Not through JLine, which may have closed its terminal. */
    private void giveBack() {
        var visible = terminal.getStringCapability(Capability.cursor_normal);
        var down = "\r\n".repeat(painter.pictureLines());
        try (var out = new java.io.FileOutputStream(java.io.FileDescriptor.out)) {
            out.write((down + (visible == null ? "" : "\u001B[?25h"))
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // Then there is no terminal any more.
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending.
        }
    }

    // ---- secrets

    @Override
    public Secret secret(String what) {
        Attributes before = terminal.enterRawMode();
        var typed = new char[1024];
        var length = 0;
        try {
            terminal.writer().write(look.clean(what) + ": ");
            terminal.flush();
            while (true) {
                var key = keys.next(Duration.ofDays(1)).orElse(Key.of(Key.Kind.OTHER));
                switch (key.kind()) {
                    case ENTER -> {
                        return Secret.of(Arrays.copyOf(typed, length));
                    }
                    case CHARACTER -> {
                        if (length < typed.length - 2) {
                            length += Character.toChars(key.character(), typed, length);
                        }
                    }
                    case ERASE -> length = Math.max(0, length - 1);
                    case ERASE_LINE -> length = 0;
                    case END -> throw new IllegalStateException("The terminal is gone");
                    default -> {}
                }
            }
        } finally {
            Arrays.fill(typed, ' ');
            terminal.writer().write("\r\n");
            terminal.flush();
            terminal.setAttributes(before);
        }
    }

    @Override
    public void close() {
        time.close();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
