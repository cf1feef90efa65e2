package io.emrops.testkit.windows.ssh;

import io.emrops.testkit.windows.command.CommandLine;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.Host;
import io.emrops.testkit.windows.command.HostProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** A command in a channel. It outlives its channel, as it does with OpenSSH for Windows. */
final class SshCommand implements Command {
    private static final int PIECE = 16 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Host host;
    private final String line;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback exit = (code, message, close) -> {};
    private @Nullable HostProcess process;

    SshCommand(Host host, String line) {
        this.host = host;
        this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        var started = host.start(Door.SSH, channel.getSession().getUsername(), CommandLine.parse(line));
        process = started;
        daemon(() -> feed(started));
        daemon(() -> say(started, channel));
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "windows-ssh");
        thread.setDaemon(true);
        thread.start();
    }

    private void feed(HostProcess started) {
        try {
            var buffer = new byte[32 << 10];
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                started.write(Arrays.copyOf(buffer, n));
            }
        } catch (IOException e) {
            // The channel is gone: that is the end of the input too.
        }
        started.endInput();
    }

    private void say(HostProcess started, ChannelSession channel) {
        try {
            var piece = started.take(PIECE, PATIENCE);
            while (!piece.cut() && channel.isOpen()) {
                if (!piece.isEmpty()) {
                    host.delay();
                    write(piece.out(), piece.err());
                }
                if (piece.exit().isPresent()) {
                    exit.onExit(piece.exit().getAsInt());
                    return;
                }
                piece = started.take(PIECE, PATIENCE);
            }
            if (piece.cut()) {
                write(piece.out(), piece.err());
                channel.getSession().close(true);
            }
        } catch (IOException e) {
            // The client is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(byte[] said, byte[] complained) throws IOException {
        out.write(said);
        out.flush();
        err.write(complained);
        err.flush();
    }

    @Override
    public void destroy(ChannelSession channel) {
        if (process != null) {
            process.endInput();
        }
    }
}
