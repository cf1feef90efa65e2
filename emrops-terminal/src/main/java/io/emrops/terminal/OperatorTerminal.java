package io.emrops.terminal;

import io.emrops.Report;
import io.emrops.Run;
import io.emrops.Secret;
import io.emrops.core.time.SystemTime;
import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The terminal at which somebody runs a runbook: shows where the run stands, asks what it has to ask, and takes Ctrl-C.
 *
 * <pre>{@code
 * try (var terminal = OperatorTerminal.open();
 *         var engine = Emrops.builder(directory).listener(terminal).build()) {
 *     Report report = terminal.attend(engine.start(deploy, request));
 * }
 * }</pre>
 *
 * <p>Where standard input and output are a terminal, the steps are drawn as a tree that changes as they do, at most ten times
 * a second; what is finished scrolls away above it, and stays. Questions are asked below the tree. Everywhere else, with
 * {@code TERM=dumb} and with {@code CI} set, there are plain lines as of {@link
 * io.emrops.core.terminal.ProgressPrinter}, nobody is asked, and how to answer from another process is said instead. With
 * {@code NO_COLOR} set there are no colours; signs are ASCII where the terminal's encoding has no others.
 *
 * <p>Text of steps and targets is shown as text: it moves no cursor and forges no line. What something else writes to the
 * terminal while a run is attended disturbs the picture until the size of the terminal changes; let it log to a file.
 *
 * <p>JLine loads a library to talk to the terminal. From JDK 24 on, Java warns of that before the first run unless it is started
 * with {@code --enable-native-access=ALL-UNNAMED}, or with {@code org.jline.nativ} on the module path.
 *
 * <p>The listener never waits for the terminal. Safe for use by several threads; one run is attended at a time.
 *
 * @see <a href="https://no-color.org">NO_COLOR</a>
 */
public final class OperatorTerminal implements RunListener, AutoCloseable {
    private final Form form;

    private OperatorTerminal(Form form) {
        this.form = form;
    }

    /** The terminal of this process; plain lines on standard output if there is none. */
    public static OperatorTerminal open() {
        return builder().open();
    }

    /** A terminal whose settings differ. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether there is a terminal on which things are drawn again, and somebody who can be asked. */
    public boolean isLive() {
        return form.isLive();
    }

    @Override
    public void on(RunEvent event) {
        form.on(event);
    }

    /**
     * Shows a run of an engine that has this as a listener, asks what it asks, and waits for its end or rest.
     *
     * <p>Ctrl-C asks for a cancel in the operator's name: the step under way is finished, then what was changed is undone. A
     * second one leaves the run as it is. From then on Ctrl-C is the process's own business again, and ends it. What Ctrl-C
     * does outside of this method is not changed.
     *
     * @return the report, as of {@link Run#await}. A run {@linkplain io.emrops.RunState#IN_DOUBT in doubt} is at rest: it is
     *     returned if the operator wants to answer later, or if nobody can be asked here
     * @throws OperatorLeftException if the operator left the run as it is; close the engine, and it can be resumed
     * @throws io.emrops.StoreException if the store failed under the run: what happened is what the store holds
     * @throws InterruptedException if this thread was interrupted; the run goes on
     * @throws IllegalStateException if a run is being attended already
     */
    public Report attend(Run run) throws InterruptedException {
        return form.attend(Objects.requireNonNull(run, "run"));
    }

    /**
     * Asks for a secret, which is not shown while it is typed.
     *
     * @param what what is wanted, as in "Password of the registry"
     * @throws IllegalArgumentException if it is too short to be kept out of what is written; see {@link Secret}
     * @throws IllegalStateException if there is no terminal
     */
    public Secret secret(String what) {
        return form.secret(Objects.requireNonNull(what, "what"));
    }

    /** Gives the terminal back. A second call does nothing. */
    @Override
    public void close() {
        form.close();
    }

    /** Settings of a terminal. */
    public static final class Builder {
        private Map<String, String> environment = System.getenv();
        private Optional<String> operator = Optional.empty();
        private Optional<Path> inbox = Optional.empty();
        private boolean plain;

        private Builder() {}

        /**
         * Who sits there: in whose name Ctrl-C cancels, and whom questions suggest. Without it, whoever started the run.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder operator(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("An operator has a name");
            }
            operator = Optional.of(name);
            return this;
        }

        /** The directory of the engine, to be named where it is said how to answer from another process. */
        public Builder directory(Path directory) {
            inbox = Optional.of(directory);
            return this;
        }

        /** Plain lines, wherever it is. */
        public Builder plain() {
            plain = true;
            return this;
        }

        /** For tests. */
        Builder environment(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
            return this;
        }

        public OperatorTerminal open() {
            return terminal()
                    .map(terminal -> new OperatorTerminal(new LiveForm(
                            terminal,
                            new SystemTime(),
                            operator,
                            Look.of(terminal.outputEncoding(), !isSet("NO_COLOR")))))
                    .orElseGet(() -> plain(System.out));
        }

        /** For tests. */
        OperatorTerminal plain(PrintStream out) {
            return new OperatorTerminal(new PlainForm(out, operator, inbox));
        }

        private boolean isSet(String variable) {
            return !environment.getOrDefault(variable, "").isEmpty();
        }

        @SuppressWarnings("SystemConsoleNull") // where it is not null without a terminal, JLine finds out
        private Optional<Terminal> terminal() {
            var windows =
                    System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
            var type = environment.getOrDefault("TERM", "");
            var ci = isSet("CI") && !environment.getOrDefault("CI", "").equals("false");
            // Before JDK 22 this alone tells whether there is a terminal; later ones always have a console.
            var console = System.console();
            if (plain || ci || console == null || type.equals("dumb") || (type.isEmpty() && !windows)) {
                return Optional.empty();
            }
            try {
                var terminal = TerminalBuilder.builder()
                        .system(true)
                        .dumb(false)
                        .encoding(console.charset()) // JLine takes UTF-8 for granted where LANG says C
                        .graphemeCluster(false)
                        .nativeSignals(true)
                        .build();
                return terminal.getType().startsWith(Terminal.TYPE_DUMB) ? closed(terminal) : Optional.of(terminal);
            } catch (IOException | IllegalStateException e) {
                return Optional.empty();
            }
        }

        private static Optional<Terminal> closed(Terminal terminal) throws IOException {
            terminal.close();
            return Optional.empty();
        }
    }
}
