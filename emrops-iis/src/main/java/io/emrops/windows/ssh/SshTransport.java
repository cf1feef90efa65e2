package io.emrops.windows.ssh;

import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.Transport;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.future.VerifiableFuture;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** A connection for each visit, of a client that knows nothing but what it was told. */
public final class SshTransport implements Transport {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** Of input in one packet. MINA's own 1 KiB make OpenSSH busy for seconds with a file, if PowerShell reads slower than we write. */
    private static final int INPUT_PACKET = 32 << 10;

    private final String host;
    private final int port;
    private final Path knownHosts;
    private final SshLogin login;
    private final SftpPaths paths;

    /** @param paths by which its SFTP server knows files */
    public SshTransport(String host, int port, Path knownHosts, SshLogin login, SftpPaths paths) {
        this.host = host;
        this.port = port;
        this.knownHosts = knownHosts;
        this.login = login;
        this.paths = paths;
    }

    @Override
    public Connection connect(Deadline deadline) throws TransportException, InterruptedException {
        var known = KnownKeys.read(knownHosts, host, port);
        var identity = login.identity();
        var client = client(known);
        ClientSession session = null;
        try {
            client.start();
            session = verify(client.connect(login.user(), host, port), deadline).getSession();
            identity.give(session);
            verify(session.auth(), deadline);
            return new SshConnection(client, session, paths);
        } catch (IOException | RuntimeException e) {
            var why = why(known, session, e);
            SshConnection.end(client, session);
            throw why;
        } catch (InterruptedException e) {
            SshConnection.end(client, session);
            throw e;
        }
    }

    private SshClient client(KnownKeys known) {
        // The lists of the default client, of which only those are offered that can prove a known key.
        var all = ClientBuilder.setUpDefaultSignatureFactories(true);
        var client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(known);
        client.setSignatureFactories(known.usable(all));
        client.setUserAuthFactories(List.of(login.method(all)));
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
        client.setNioWorkers(1);
        CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 2);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.INPUT_STREAM_PUMP_CHUNK_SIZE.set(client, INPUT_PACKET);
        return client;
    }

    static <T extends VerifiableFuture<T>> T verify(T future, Deadline deadline)
            throws IOException, InterruptedException {
        try {
            return future.verify(deadline.remaining());
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    private static TransportException why(KnownKeys known, @Nullable ClientSession session, Exception e) {
        if (known.hasRefused()) {
            return new TransportException(
                    Reason.REFUSED, "shows a key that is not the one it is known by, so no login was sent", e);
        }
        if (session == null) {
            return new TransportException(Reason.UNREACHABLE, "cannot be reached by SSH", e);
        }
        return isRefusal(e)
                ? new TransportException(Reason.REFUSED, "does not let the user in (one attempt was made)", e)
                : new TransportException(Reason.UNREACHABLE, "was lost, or fell silent, before it let the user in", e);
    }

    /** The one sign that MINA gives of it: the code of the message that says there is nothing left to try. */
    private static boolean isRefusal(Exception e) {
        return e instanceof SshException ssh
                && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
    }
}
