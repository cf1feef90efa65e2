package io.emrops.windows;

import io.emrops.Target;
import io.emrops.windows.wire.Bootstrap;
import io.emrops.windows.wire.CommandLine;
import io.emrops.windows.wire.CommandResult;
import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.InputLines;
import io.emrops.windows.wire.Transport;
import io.emrops.windows.wire.TransportException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Runs scripts on a host that has let us in. */
final class ScriptRuns {
    private static final int MARK_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final CommandLine command;
    private final Answers answers;

    ScriptRuns(String program, Consumer<String> rawErrors) {
        this.command = Bootstrap.on(program);
        this.answers = new Answers(rawErrors);
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
            return answers.read(target, call.script, result, mark);
        }
    }

    private static InputLines input(PowerShellCall<?> call, String mark, Deadline deadline) {
        var script = call.script;
        // The host's own end comes behind ours, which tells it.
        var seconds = deadline.remaining().toSeconds() + 2;
        return InputLines.of(
                "emrops 2 " + script.id() + " " + script.sha256() + " " + mark + " " + seconds,
                script.text(),
                call.parameters,
                SecretLines.of(call.secrets),
                call.payload);
    }
}
