package io.emrops.windows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.windows.wire.AnswerLine;
import io.emrops.windows.wire.Bootstrap;
import io.emrops.windows.wire.CliXml;
import io.emrops.windows.wire.CommandLine;
import io.emrops.windows.wire.CommandResult;
import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.InputLines;
import io.emrops.windows.wire.Transport;
import io.emrops.windows.wire.TransportException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Runs scripts on a host that has let us in, and makes answers and exceptions of what comes back. */
final class ScriptRuns {
    private static final int MARK_BYTES = 16;
    /** How the bootstrap ends that did not get all of its input, and what it says then: a script may end so too, without a word. */
    private static final int INCOMPLETE = 3;

    private static final String SAYS_INCOMPLETE = "emrops incomplete";
    /** How PowerShell ends after an error that nobody has caught. */
    private static final int UNCAUGHT = 1;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final CommandLine command;
    private final Consumer<String> rawErrors;

    ScriptRuns(String program, Consumer<String> rawErrors) {
        this.command = Bootstrap.on(program);
        this.rawErrors = rawErrors;
    }

    <A> A run(Transport.Connection connection, Target target, PowerShellCall<A> call, Deadline deadline)
            throws InterruptedException {
        var random = new byte[MARK_BYTES];
        RANDOM.nextBytes(random);
        var mark = HexFormat.of().formatHex(random);
        try (var input = input(call, mark, deadline)) {
            CommandResult result;
            try {
                result = connection.run(command, input, deadline);
            } catch (TransportException e) {
                throw input.isHandedOver()
                        ? Failure.inTheMiddle(target, call.script, e)
                        : Failure.beforeAnythingRan(target, e);
            }
            return answer(target, call.script, result, mark);
        }
    }

    private static InputLines input(PowerShellCall<?> call, String mark, Deadline deadline) {
        var script = call.script;
        // The host's own end comes behind ours, which tells it.
        var seconds = deadline.remaining().toSeconds() + 2;
        return InputLines.of(
                "emrops 1 " + script.id() + " " + script.sha256() + " " + mark + " " + seconds,
                script.text(),
                Json.write(call.parameters),
                Json.secrets(call.secrets),
                call.payload);
    }

    private <A> A answer(Target target, PowerShellScript<?, A> script, CommandResult result, String mark) {
        var json = AnswerLine.find(result.out(), mark);
        if (json.isEmpty()) {
            throw withoutAnswer(target, script, result);
        }
        try {
            var answer = Json.tree(json.get());
            if (answer.has("error")) {
                throw failed(target, script, answer.get("error"));
            }
            var value = Json.read(answer.path("value"), script.answer());
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            rawErrors.accept(script.id() + ": " + e.getMessage());
        }
        throw new StepFailedException(
                target + " has run " + script.id() + " to its end and answered something that is no "
                        + script.answer().getSimpleName() + "; what the script does was done",
                null,
                target,
                null);
    }

    private ScriptFailedException failed(Target target, PowerShellScript<?, ?> script, JsonNode told) {
        rawErrors.accept(script.id() + ": " + told.path("message").asText());
        var error = new ScriptError(
                told.path("id").asText(),
                told.path("category").asText(),
                told.path("type").asText(),
                told.path("hresult").asInt());
        return failed(target, script, error);
    }

    private static ScriptFailedException failed(Target target, PowerShellScript<?, ?> script, ScriptError error) {
        var state = script.reads() ? "nothing was changed" : "what it did before may stay";
        return new ScriptFailedException(
                target + " says that " + script.id() + " failed: " + error + "; " + state, target, error);
    }

    /** PowerShell was not there, did not begin, or was ended in the middle. */
    private EmropsException withoutAnswer(Target target, PowerShellScript<?, ?> script, CommandResult result) {
        rawErrors.accept(script.id() + ": " + String.join("", CliXml.errors(result.err())) + " (" + result + ")");
        if (result.exit() == INCOMPLETE && result.out().strip().equals(SAYS_INCOMPLETE)) {
            return new TargetUnavailableException(
                    target + " did not get all of " + script.id() + "; nothing was done", null, target);
        }
        var id = CliXml.errorId(result.err());
        if (id.isPresent() && result.exit() == UNCAUGHT && result.whole()) {
            return failed(target, script, new ScriptError(id.get(), "", "", 0));
        }
        var what = target + " ended " + script.id() + " without an answer (" + result
                + (result.whole() ? ")" : ", after more output than is read)");
        return script.reads()
                ? new TargetUnavailableException(what + "; it changes nothing", null, target)
                : new OutcomeUnknownException(what + ": ask it what became of that before anything else", null, target);
    }
}
