package io.emrops.windows.local;

import io.emrops.windows.wire.BoundedOutput;
import io.emrops.windows.wire.CommandLine;
import io.emrops.windows.wire.CommandResult;
import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.InputLines;
import io.emrops.windows.wire.Transport;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts a process for each command. */
public final class LocalTransport implements Transport {
    private static final long AFTER_END_SECONDS = 5;

    @Override
    public Connection connect(Deadline deadline) {
        return new Connection() {
            @Override
            public CommandResult run(CommandLine command, InputLines input, Deadline until)
                    throws TransportException, InterruptedException {
                return LocalTransport.run(command, input, until);
            }

            @Override
            public void close() {}
        };
    }

    private static CommandResult run(CommandLine command, InputLines input, Deadline deadline)
            throws TransportException, InterruptedException {
        var process = start(command);
        try {
            var out = new BoundedOutput();
            var err = new BoundedOutput();
            var copies = List.of(
                    copy(input, process.getOutputStream(), "input"),
                    copy(process.getInputStream(), out, "output"),
                    copy(process.getErrorStream(), err, "errors"));
            if (!process.waitFor(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TransportException(Reason.TIMEOUT, "did not finish in time, and PowerShell was ended,");
            }
            for (var copy : copies) { // what PowerShell has left running may hold the streams open for good
                copy.join(TimeUnit.SECONDS.toMillis(AFTER_END_SECONDS));
            }
            return new CommandResult(process.exitValue(), out.text(), err.text(), out.isWhole());
        } finally {
            end(process);
        }
    }

    private static Process start(CommandLine command) throws TransportException {
        var words = new ArrayList<>(List.of(command.program()));
        words.addAll(command.arguments());
        try {
            return new ProcessBuilder(words).start();
        } catch (IOException e) {
            throw new TransportException(Reason.REFUSED, "has no PowerShell that can be started", e);
        }
    }

    private static Thread copy(InputStream from, OutputStream to, String what) {
        var copy = new Thread(
                () -> {
                    try (to) {
                        from.transferTo(to);
                    } catch (IOException e) {
                        // The process has ended; what matters is how.
                    }
                },
                "emrops-powershell-" + what);
        copy.setDaemon(true);
        copy.start();
        return copy;
    }

    private static void end(Process process) {
        // Taken before: a child whose parent is gone is no descendant any more.
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
    }
}
