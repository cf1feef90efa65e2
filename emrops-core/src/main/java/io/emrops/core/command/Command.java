package io.emrops.core.command;

import io.emrops.DataSize;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A program to be run on this machine. Immutable: each verb gives another command.
 *
 * <p>What the program writes, to its output or its errors, is scrubbed of the secrets of the run and of this command and
 * shown line by line as it comes ({@link StepContext#log}). Its standard input is empty unless {@link #input} is used.
 *
 * <p>An interrupt, which is how a timeout arrives, ends the program and the processes it started: they are asked to
 * end, killed after the {@linkplain #killAfterGrace grace}, and only when all of them are gone the step returns.
 * A process whose parent has ended is still found if it was seen below the program earlier (a look is taken about every
 * second), and on Linux also by the variable {@value #KEY_VARIABLE} in its environment; elsewhere one that broke away
 * sooner, and everywhere one that broke away and cleared its environment, is not. Nothing is ended after a normal exit: a
 * command may leave a service behind, whose output is then no longer shown.
 *
 * <p>On Windows an argument with a quotation mark is refused, and for {@code .cmd} and {@code .bat} files, which are
 * interpreted by {@code cmd.exe}, one with any character that it would interpret.
 */
public final class Command implements Operation<CommandResult> {
    /** The environment variable in which a command finds the idempotency key of its step. */
    public static final String KEY_VARIABLE = "EMROPS_KEY";

    private final CommandSpec spec;

    Command(String program, String... arguments) {
        this.spec = new CommandSpec(program);
        add(spec, arguments);
    }

    private Command(CommandSpec spec) {
        this.spec = spec;
    }

    /** More arguments. */
    public Command args(String... arguments) {
        return with(s -> add(s, arguments));
    }

    /**
     * An argument taken from a parameter or an earlier result, written as text.
     *
     * <p>If it is a {@link Secret}, or a text that holds a secret of the run, the step is refused before the program is
     * started: put secrets into the environment or the input.
     */
    public Command arg(Value<?> value) {
        Objects.requireNonNull(value, "value");
        return with(s -> s.arguments.add(CommandSpec.Text.of(value)));
    }

    /** The working directory; without it that of this process. */
    public Command in(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return with(s -> s.directory = Optional.of(directory));
    }

    /** An environment variable. Its value is shown in previews. */
    public Command env(String name, String value) {
        return withEnv(name, CommandSpec.Text.of(value));
    }

    /** An environment variable that holds a secret. */
    public Command env(String name, Secret value) {
        return withEnv(name, CommandSpec.Text.of(value));
    }

    /** An environment variable taken from a parameter, which may be a secret, or from an earlier result. */
    public Command env(String name, Value<?> value) {
        return withEnv(name, CommandSpec.Text.of(value));
    }

    /**
     * Whether the program gets the environment of this process, which is so unless told otherwise. If not, it gets what
     * programs need to find their way ({@code PATH}, {@code HOME}, the language, the time zone, the temporary directory,
     * and their like on Windows) and what {@code env} says.
     */
    public Command inheritEnvironment(boolean inherit) {
        return with(s -> s.inheritEnvironment = inherit);
    }

    /** What the program reads from its standard input: this and then the end. Written in the command's charset. */
    public Command input(Secret secret) {
        return with(s -> s.input = Optional.of(CommandSpec.Text.of(secret)));
    }

    /** The same from a parameter or an earlier result, as text. */
    public Command input(Value<?> value) {
        return with(s -> s.input = Optional.of(CommandSpec.Text.of(value)));
    }

    /**
     * The exit codes that mean success; 0 unless told otherwise. Any other fails the step with a {@link
     * CommandFailedException}.
     */
    public Command expectExit(int... codes) {
        if (codes.length == 0) {
            throw new IllegalArgumentException("At least one exit code must mean success");
        }
        return with(s -> s.expectedExits = Arrays.stream(codes).boxed().collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * How much of the end of the output is part of the result, and so of the journal, in whole lines; 64 KiB unless told
     * otherwise. Use none for a program that may print patient data: what is shown meanwhile is not kept.
     *
     * @param atMost up to 1 MiB
     */
    public Command keepOutput(DataSize atMost) {
        if (atMost.compareTo(DataSize.mib(1)) > 0) {
            throw new IllegalArgumentException("More than 1 MiB of output is not for the journal: " + atMost);
        }
        return with(s -> s.keep = atMost.bytes());
    }

    /** The charset of the program's output and input; UTF-8 unless told otherwise. What cannot be read is replaced. */
    public Command on(Charset charset) {
        Objects.requireNonNull(charset, "charset");
        return with(s -> s.charset = charset);
    }

    /** How long the program may take to end when it is asked to, before it is killed; 5 seconds unless told otherwise. */
    public Command killAfterGrace(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("The grace must not be negative: " + grace);
        }
        return with(s -> s.grace = grace);
    }

    /**
     * Says that the program changes nothing, so that there is nothing to undo and it may be run again after an
     * interruption.
     *
     * @param why for the document, as in "it only lists the pending migrations"
     */
    public Command readOnly(String why) {
        Objects.requireNonNull(why, "why");
        return with(s -> s.readOnly = Optional.of(why));
    }

    @Override
    public String describe() {
        return "Run " + spec.describeLine();
    }

    @Override
    public Output<CommandResult> output() {
        return Output.of(CommandResult.class);
    }

    @Override
    public Target target() {
        return Target.thisMachine();
    }

    /**
     * The command line, with {@code ***} for secrets. Starts nothing and fetches no secret.
     *
     * @throws PreconditionFailedException if the program or the working directory cannot be found, or an argument is a
     *     secret or cannot be handed to the program safely
     */
    @Override
    public Preview<CommandResult> preview(Inputs in) {
        var line = CommandLine.resolve(spec, in, Platform.current());
        var what = spec.describeEnvironment(in) + line.describe() + " in " + line.directory();
        var preview = spec.readOnly.isPresent()
                ? Preview.<CommandResult>of().remark("runs, changing nothing: " + what)
                : Preview.<CommandResult>of("runs: " + what);
        return preview.remark("the program is " + line.program());
    }

    /**
     * Runs the program and returns when it has ended.
     *
     * @throws PreconditionFailedException if it could not be started; nothing ran
     * @throws StepFailedException if it ended with an unexpected exit code; a {@link CommandFailedException}
     */
    @Override
    public CommandResult execute(StepContext run) throws InterruptedException {
        return new Execution(spec, run, Platform.current()).execute();
    }

    /** Knows only whether the program is still running, on Linux, and that one that changes nothing may be run again. */
    @Override
    public Probe<CommandResult> probe(StepContext run) {
        var running = ProcessTree.marked(run.idempotencyKey());
        if (!running.isEmpty()) {
            return Probe.unknown(
                    "the command is still running as process " + running.get(0).pid());
        }
        return spec.readOnly.isPresent()
                ? Probe.notApplied()
                : Probe.unknown("a program leaves no trace that tells whether it came to its end");
    }

    @Override
    public Undoing<CommandResult> undoing() {
        return spec.readOnly.<Undoing<CommandResult>>map(Undoing::nothing).orElseGet(Undoing::statedByStep);
    }

    @Override
    public String kind() {
        return "command";
    }

    @Override
    public Map<String, String> configuration() {
        return spec.configuration();
    }

    @Override
    public String toString() {
        return describe();
    }

    private static void add(CommandSpec spec, String... arguments) {
        for (var argument : arguments) {
            spec.arguments.add(CommandSpec.Text.of(argument));
        }
    }

    private Command withEnv(String name, CommandSpec.Text value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Not the name of an environment variable: \"" + name + "\"");
        }
        return with(s -> s.environment.put(name, value));
    }

    private Command with(Consumer<CommandSpec> change) {
        var copy = new CommandSpec(spec);
        change.accept(copy);
        return new Command(copy);
    }
}
