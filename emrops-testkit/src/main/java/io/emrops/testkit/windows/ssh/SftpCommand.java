package io.emrops.testkit.windows.ssh;

import io.emrops.testkit.windows.command.Host;
import io.emrops.testkit.windows.command.HostFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** The subsystem {@code sftp} in a channel. */
final class SftpCommand implements Command {
    private final Host host;
    private final SftpSession session;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private ExitCallback exit = (code, message, close) -> {};

    SftpCommand(Host host, HostFiles files) {
        this.host = host;
        this.session = new SftpSession(files);
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
        // It has nothing to complain of.
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        var thread = new Thread(() -> serve(channel), "windows-sftp");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(ChannelSession channel) {
        var drop = host.dropsFilesAfter();
        try {
            for (var request = SftpPacket.read(in); request.isPresent(); request = SftpPacket.read(in)) {
                var reply = session.answer(request.get());
                if (drop.isPresent() && session.received() >= drop.getAsLong()) {
                    session.end();
                    channel.getSession().close(true);
                    return;
                }
                host.delay();
                reply.send(out);
            }
            exit.onExit(0);
        } catch (IOException e) {
            // The client is gone, or does not speak as it should; OpenSSH's server ends as well.
            channel.close(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            session.end();
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        // Its thread ends with its input.
    }
}
