package io.emrops.testkit.windows;

import io.emrops.testkit.windows.command.CommandLine;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.HostProcess;
import io.emrops.testkit.windows.powershell.CliXml;
import io.emrops.testkit.windows.powershell.EncodedCommand;
import io.emrops.testkit.windows.powershell.RefusedInputException;
import io.emrops.testkit.windows.powershell.ScriptInput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the host can run. */
final class Programs {
    private static final int NOT_ENCODED = 0xFFFD0000;
    private static final int CONSTRAINED = 4;

    private final Map<String, ScriptHandler> scripts = new ConcurrentHashMap<>();
    private final Map<String, CommandHandler> commands = new ConcurrentHashMap<>();
    private final List<String> unscripted = new CopyOnWriteArrayList<>();
    private final String name;
    private final Faults faults;
    private volatile Optional<CommandHandler> powerShell = Optional.empty();

    Programs(String name, Faults faults) {
        this.name = name;
        this.faults = faults;
        clear();
    }

    void onScript(String id, ScriptHandler handler) {
        scripts.put(id, handler);
    }

    void onCommand(String program, CommandHandler handler) {
        commands.put(new CommandLine(program, List.of()).name(), handler);
    }

    void onPowerShell(CommandHandler handler) {
        powerShell = Optional.of(handler);
    }

    List<String> unscripted() {
        return List.copyOf(unscripted);
    }

    void clear() {
        scripts.clear();
        commands.clear();
        unscripted.clear();
        powerShell = Optional.empty();
        onCommand("hostname", call -> CommandOutput.of(name + "\r\n"));
        onCommand("whoami", call -> CommandOutput.of((name + "\\" + call.user()).toLowerCase(Locale.ROOT) + "\r\n"));
        onCommand("echo", call -> CommandOutput.of(String.join(" ", call.line().arguments()) + "\r\n"));
    }

    /** Runs a command to its end. */
    int run(HostProcess process) throws InterruptedException {
        var line = process.seen().line();
        if (!EncodedCommand.isPowerShell(line)) {
            return command(process, line);
        }
        var script = EncodedCommand.of(line);
        if (script.isEmpty()) {
            unscripted.add(line.name() + " without an encoded command");
            process.err(
                    bytes("Cannot process the command because the value specified with -EncodedCommand is not properly"
                            + " encoded. The value must be Base64 encoded.\r\n"));
            return NOT_ENCODED;
        }
        return script.get().startsWith(ScriptInput.BOOTSTRAP)
                ? emropsScript(process)
                : foreignScript(process, script.get());
    }

    private int command(HostProcess process, CommandLine line) throws InterruptedException {
        var fault = faults.takeAnswer();
        var handler = Optional.ofNullable(commands.get(line.name()));
        if (handler.isEmpty()) {
            unscripted.add(line.line());
            process.err(
                    bytes(
                            "'" + line.program()
                                    + "' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n"));
            return 1;
        }
        var output = output(handler.get(), new CommandCall(process, ""));
        return say(process, output.out(), output.err(), output.exit(), fault);
    }

    private int foreignScript(HostProcess process, String script) throws InterruptedException {
        var fault = faults.takeAnswer();
        var handler = powerShell;
        if (handler.isEmpty()) {
            unscripted.add("an encoded command");
            return say(
                    process, "", CliXml.error("CommandNotFoundException", "ObjectNotFound", "Unscripted."), 1, fault);
        }
        var output = output(handler.get(), new CommandCall(process, script));
        return say(process, output.out(), CliXml.of(output.err()), output.exit(), fault);
    }

    private CommandOutput output(CommandHandler handler, CommandCall call) throws InterruptedException {
        try {
            return handler.run(call);
        } catch (UncheckedIOException e) {
            throw interrupted(e);
        } catch (RuntimeException e) {
            unscripted.add(call + " had a handler that failed: " + e);
            return CommandOutput.failed(-1, "The handler of this test has failed.\r\n");
        }
    }

    private int emropsScript(HostProcess process) throws InterruptedException {
        ScriptInput input;
        try {
            input = ScriptInput.read(read(process));
        } catch (RefusedInputException e) {
            process.out(bytes(e.output()));
            return e.exit();
        } catch (IOException e) {
            throw interrupted(e);
        }
        if (faults.isConstrained()) {
            process.out(bytes("emrops constrained\r\n"));
            return CONSTRAINED;
        }
        process.runs(input.id(), input.parameters());
        var fault = faults.takeAnswer();
        if (fault.filter(AnswerFault.HalfCliXml.class::isInstance).isPresent()) {
            return say(process, "", "", 1, fault);
        }
        var seen = process.seen();
        var answer = answer(new ScriptCall(input, seen.door(), seen.user()));
        if (fault.filter(AnswerFault.Silence.class::isInstance).isPresent()) {
            process.hang(input.deadline());
        }
        if (answer.isPresent()
                && fault.filter(AnswerFault.Unanswerable.class::isInstance).isPresent()) {
            return say(process, input.unanswerableLine(), "", 0, Optional.empty());
        }
        return answer.isPresent()
                ? say(process, input.answerLine(answer.get()), "", 0, fault)
                : say(process, "", CliXml.error("emrops.Unscripted", "NotImplemented", "Unscripted."), 1, fault);
    }

    /** The input, of which the first line starts the watchdog. */
    private static byte[] read(HostProcess process) throws IOException {
        var input = new BufferedInputStream(process.input());
        var all = new ByteArrayOutputStream();
        for (var b = input.read(); b >= 0; b = input.read()) {
            all.write(b);
            if (b == '\n') {
                break;
            }
        }
        var deadline = ScriptInput.deadline(all.toString(StandardCharsets.ISO_8859_1));
        if (deadline.isPresent()) {
            var watch = process.watch(deadline.get());
            try {
                input.transferTo(all);
            } finally {
                watch.run();
            }
        }
        return all.toByteArray();
    }

    private Optional<Map<String, Object>> answer(ScriptCall call) {
        var handler = Optional.ofNullable(scripts.get(call.id()));
        if (handler.isEmpty()) {
            unscripted.add("script " + call.id());
            return Optional.empty();
        }
        try {
            return Optional.of(Map.of("value", handler.get().answer(call)));
        } catch (PowerShellError e) {
            return Optional.of(Map.of("error", e.answer()));
        } catch (RuntimeException e) {
            unscripted.add("script " + call.id() + " had a handler that failed: " + e);
            return Optional.empty();
        }
    }

    private static int say(HostProcess process, String out, String err, int exit, Optional<AnswerFault> fault)
            throws InterruptedException {
        var said = fault.orElse(AnswerFault.garbageBefore(""));
        if (said instanceof AnswerFault.HalfCliXml) {
            var whole = CliXml.error("emrops.Half", "NotSpecified", "Half of this is all there is.");
            process.err(bytes(whole.substring(0, whole.length() / 2)));
            return 1;
        }
        if (said instanceof AnswerFault.Drop drop) {
            process.cutAfter(drop.after());
        } else if (said instanceof AnswerFault.Garbage garbage) {
            process.out(bytes(garbage.text()));
        } else if (said instanceof AnswerFault.Silence) {
            process.hang(Duration.ofDays(1));
        }
        process.out(bytes(out));
        process.err(bytes(err));
        return exit;
    }

    private static InterruptedException interrupted(Exception cause) {
        var interrupted = new InterruptedException("ended from outside");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    HostProcess start(Door door, String user, CommandLine line) {
        return HostProcess.start(door, user, line, this::run);
    }
}
