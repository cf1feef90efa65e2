package io.emrops.testkit.windows.ssh;

import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.jspecify.annotations.Nullable;

/** SSH on a port of 127.0.0.1: commands and SFTP, no terminals. */
public final class SshDoor implements AutoCloseable {
    private final Host host;
    private final Map<String, PublicKey> userKeys;
    private final int port;
    private volatile KeyPair hostKey = newKey();
    private @Nullable SshServer server;

    /**
     * Opens it.
     *
     * @param userKeys by the name of the user
     */
    public SshDoor(Host host, Map<String, PublicKey> userKeys) throws IOException {
        this.host = host;
        this.userKeys = Map.copyOf(userKeys);
        var opened = open(0);
        this.server = opened;
        this.port = opened.getPort();
    }

    private static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no key", e);
        }
    }

    private SshServer open(int onPort) throws IOException {
        var opened = SshServer.setUpDefaultServer();
        opened.setHost("127.0.0.1");
        opened.setPort(onPort);
        opened.setKeyPairProvider(session -> List.of(hostKey));
        // Keyboard-interactive would be a second attempt with the same password.
        opened.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE, UserAuthPublicKeyFactory.INSTANCE));
        opened.setPasswordAuthenticator((user, password, session) -> host.logsIn(Door.SSH, user, password));
        opened.setPublickeyAuthenticator(
                (user, key, session) -> userKeys.containsKey(user) && KeyUtils.compareKeys(key, userKeys.get(user)));
        opened.setCommandFactory((channel, line) -> new SshCommand(host, line));
        opened.setSubsystemFactories(List.of(new Sftp()));
        opened.start();
        return opened;
    }

    private final class Sftp implements SubsystemFactory {
        @Override
        public String getName() {
            return "sftp";
        }

        /** None is a refusal. */
        @Override
        public @Nullable Command createSubsystem(ChannelSession channel) {
            return host.filesBySftp().map(files -> new SftpCommand(host, files)).orElse(null);
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** The line of a {@code known_hosts} file for this host and its present key. */
    public String knownHost() {
        return "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(hostKey.getPublic());
    }

    /** Shows another key to whoever connects from now on. */
    public void changeKey() {
        hostKey = newKey();
    }

    /** Ends all connections, and listens no more. */
    public synchronized void shut() {
        if (server != null) {
            try {
                server.stop(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server = null;
        }
    }

    /** Listens again, on the same port. */
    public synchronized void reopen() throws IOException {
        if (server == null) {
            server = open(port);
        }
    }

    @Override
    public void close() {
        shut();
    }
}
