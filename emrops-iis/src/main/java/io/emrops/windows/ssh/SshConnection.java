package io.emrops.windows.ssh;

import io.emrops.windows.wire.BoundedOutput;
import io.emrops.windows.wire.CommandLine;
import io.emrops.windows.wire.CommandResult;
import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.FileWrite;
import io.emrops.windows.wire.InputLines;
import io.emrops.windows.wire.Transport;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/** A session that is logged in. Each command has a channel; closing it is what can be done to end a command from here. */
final class SshConnection implements Transport.Connection {
    private static final Duration FOR_GOODBYE = Duration.ofSeconds(5);

    private final SshClient client;
    private final ClientSession session;
    private final SftpPaths paths;

    SshConnection(SshClient client, ClientSession session, SftpPaths paths) {
        this.client = client;
        this.session = session;
        this.paths = paths;
    }

    @Override
    public CommandResult run(CommandLine command, InputLines input, Deadline deadline)
            throws TransportException, InterruptedException {
        ChannelExec channel = null;
        try {
            channel = session.createExecChannel(command.line());
            return run(channel, input, deadline);
        } catch (IOException | RuntimeException e) {
            throw new TransportException(Reason.LOST, "was lost", e);
        } finally {
            if (channel != null) {
                channel.close(true);
            }
        }
    }

    private static CommandResult run(ChannelExec channel, InputLines input, Deadline deadline)
            throws IOException, TransportException, InterruptedException {
        var out = new BoundedOutput();
        var err = new BoundedOutput();
        channel.setIn(input);
        channel.setOut(out);
        channel.setErr(err);
        var closed = new CompletableFuture<Boolean>();
        channel.addCloseFutureListener(future -> closed.complete(true));
        SshTransport.verify(channel.open(), deadline);
        try {
            deadline.await(closed);
        } catch (TimeoutException e) {
            throw new TransportException(Reason.TIMEOUT, "did not finish in time, and was told to end PowerShell,", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        var exit = channel.getExitStatus();
        if (exit == null) {
            throw new TransportException(Reason.LOST, "was lost");
        }
        return new CommandResult(exit, out.text(), err.text(), out.isWhole());
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public boolean write(FileWrite write) throws TransportException, InterruptedException {
        var path = paths.of(write.path());
        return path.isPresent() && new SftpWrite(session, path.get(), write).run();
    }

    @Override
    public void close() {
        end(client, session);
    }

    static void end(SshClient client, @Nullable ClientSession session) {
        var interrupted = Thread.interrupted();
        try {
            if (session != null) {
                session.close(false).await(FOR_GOODBYE);
            }
        } catch (IOException e) {
            // It is being left in any case.
        } finally {
            client.stop();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
