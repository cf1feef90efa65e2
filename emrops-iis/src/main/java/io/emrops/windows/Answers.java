package io.emrops.windows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.windows.wire.AnswerLine;
import io.emrops.windows.wire.CliXml;
import io.emrops.windows.wire.CommandResult;
import java.util.Set;
import java.util.function.Consumer;

/** Makes answers and exceptions of what comes back. */
final class Answers {
    /** How the bootstrap ends that did not get all of its input, and what it says then: a script may end so too, without a word. */
    private static final int INCOMPLETE = 3;

    private static final String SAYS_INCOMPLETE = "emrops incomplete";
    /** How the bootstrap ends where PowerShell is in another language mode than the full one, and what it says then. */
    private static final int CONSTRAINED = 4;

    private static final String SAYS_CONSTRAINED = "emrops constrained";
    /** How PowerShell ends after an error that nobody has caught. */
    private static final int UNCAUGHT = 1;

    /** By which the bootstrap says that the input was damaged on its way. */
    private static final Set<String> DAMAGED = Set.of("emrops.InputDiffers", "emrops.ScriptDiffers");

    private final Consumer<String> rawErrors;

    Answers(Consumer<String> rawErrors) {
        this.rawErrors = rawErrors;
    }

    <A> A read(Target target, PowerShellScript<?, A> script, CommandResult result, String mark) {
        var found = AnswerLine.find(result.out(), mark);
        if (found.isEmpty()) {
            throw withoutAnswer(target, script, result);
        }
        var text = found.get();
        if (!text.startsWith("{")) {
            throw ofTheBootstrap(target, script, text);
        }
        try {
            var answer = Json.tree(text);
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

    /** In a word: how far it came; and the id of what stood in its way. */
    private EmropsException ofTheBootstrap(Target target, PowerShellScript<?, ?> script, String text) {
        rawErrors.accept(script.id() + ": " + text);
        var blank = text.indexOf(' ');
        var word = blank < 0 ? text : text.substring(0, blank);
        var error = new ScriptError(blank < 0 ? "" : text.substring(blank + 1), "", "", 0);
        return switch (word) {
            case "refused" -> refused(target, script, error);
            case "failed" -> failed(target, script, error);
            case "unanswerable" ->
                new StepFailedException(
                        target + " has run " + script.id() + " to its end, and its answer cannot be written (" + error
                                + "); what the script does was done",
                        null,
                        target,
                        null);
            default -> inDoubt(target, script, target + " answered " + script.id() + " by nothing that is known here");
        };
    }

    private static EmropsException refused(Target target, PowerShellScript<?, ?> script, ScriptError error) {
        return DAMAGED.contains(error.id())
                ? new TargetUnavailableException(
                        target + " received " + script.id() + " not as it was sent; nothing was done", null, target)
                : new PreconditionFailedException(
                        target + " cannot begin " + script.id() + ": " + error + "; nothing was done", null, target);
    }

    private ScriptFailedException failed(Target target, PowerShellScript<?, ?> script, JsonNode told) {
        var message = told.path("message").asText();
        rawErrors.accept(script.id() + ": " + message);
        var error = new ScriptError(
                idOf(told.path("id").asText(), message),
                told.path("category").asText(),
                told.path("type").asText(),
                told.path("hresult").asInt());
        return failed(target, script, error);
    }

    /** A {@code throw} of a module makes its text the id, with the name of the function behind it at times. */
    private static String idOf(String id, String message) {
        return !message.isEmpty() && (id.equals(message) || id.startsWith(message + ",")) ? "Thrown" : id;
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
        if (result.exit() == CONSTRAINED && result.out().strip().equals(SAYS_CONSTRAINED)) {
            return new PreconditionFailedException(
                    target + " has PowerShell in Constrained Language Mode, which cannot run " + script.id()
                            + "; nothing was done",
                    null,
                    target);
        }
        var id = CliXml.errorId(result.err());
        if (id.isPresent() && result.exit() == UNCAUGHT && result.whole()) {
            return failed(target, script, new ScriptError(id.get(), "", "", 0));
        }
        return inDoubt(
                target,
                script,
                target + " ended " + script.id() + " without an answer (" + result
                        + (result.whole() ? ")" : ", after more output than is read)"));
    }

    private static EmropsException inDoubt(Target target, PowerShellScript<?, ?> script, String what) {
        return script.reads()
                ? new TargetUnavailableException(what + "; it changes nothing", null, target)
                : new OutcomeUnknownException(what + ": ask it what became of that before anything else", null, target);
    }
}
