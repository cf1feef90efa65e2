package io.emrops.windows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** An SSH server on loopback that gives every command to a stand-in. */
final class LoopbackSsh implements AutoCloseable {
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger commands = new AtomicInteger();
    volatile String lastCommand = "";
    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair hostKey;

    LoopbackSsh(StandInPowerShell powerShell, String user, String password, PublicKey authorized) throws Exception {
        hostKey = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(List.of(hostKey)));
        server.setPasswordAuthenticator((name, given, session) -> {
            attempts.incrementAndGet();
            return name.equals(user) && given.equals(password);
        });
        server.setPublickeyAuthenticator((name, key, session) -> KeyUtils.compareKeys(key, authorized));
        server.setCommandFactory((channel, line) -> {
            commands.incrementAndGet();
            lastCommand = line;
            return new StandInCommand(powerShell);
        });
        server.start();
    }

    int port() {
        return server.getPort();
    }

    Path writeKnownHosts(Path file) throws IOException {
        return writeKnownHosts(file, hostKey.getPublic());
    }

    Path writeKnownHosts(Path file, PublicKey key) throws IOException {
        return Files.writeString(file, "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(key) + "\n");
    }

    /** Ends all connections at once. */
    void drop() throws IOException {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static final class StandInCommand implements Command {
        private final StandInPowerShell powerShell;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback exit = (code, message, immediately) -> {};
        private Thread runner = new Thread();

        StandInCommand(StandInPowerShell powerShell) {
            this.powerShell = powerShell;
        }

        @Override
        public void setInputStream(InputStream given) {
            in = given;
        }

        @Override
        public void setOutputStream(OutputStream given) {
            out = given;
        }

        @Override
        public void setErrorStream(OutputStream given) {
            err = given;
        }

        @Override
        public void setExitCallback(ExitCallback given) {
            exit = given;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            runner = new Thread(
                    () -> {
                        try {
                            var code = powerShell.run(in, out, err);
                            out.flush();
                            err.flush();
                            exit.onExit(code);
                        } catch (Exception e) {
                            exit.onExit(1);
                        }
                    },
                    "stand-in");
            runner.setDaemon(true);
            runner.start();
        }

        @Override
        public void destroy(ChannelSession channel) {
            runner.interrupt();
        }
    }
}
