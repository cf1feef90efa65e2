package io.emrops.windows;

import io.emrops.Secret;
import io.emrops.windows.ssh.SftpPaths;
import io.emrops.windows.ssh.SshLogin;
import io.emrops.windows.ssh.SshTransport;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says how a host is reached by SSH. Nothing is read from {@code ~/.ssh}: what is needed is said here. Keys of type Ed25519 need
 * BouncyCastle on the class path; ECDSA and RSA do not.
 */
public final class SshHostBuilder extends PowerShellHostBuilder<SshHostBuilder> {
    private static final int USUAL_PORT = 22;

    private final String host;
    private int port = USUAL_PORT;
    private @Nullable Path knownHosts;
    private @Nullable SshLogin login;
    private SftpPaths sftpPaths = SftpPaths.OF_WINDOWS;

    SshHostBuilder(String host) {
        this.host = requireHost(host);
    }

    @Override
    SshHostBuilder self() {
        return this;
    }

    /** 22 if not called. */
    public SshHostBuilder port(int number) {
        port = requirePort(number);
        return this;
    }

    /**
     * The keys that hosts are known by, in the form of OpenSSH's {@code known_hosts}; has to be called. The file is read for each
     * connection and never written. A host that is not in it, or that shows another key, is refused before anything is sent to it.
     */
    public SshHostBuilder knownHosts(Path file) {
        knownHosts = Objects.requireNonNull(file, "file");
        return this;
    }

    /**
     * Logs in by password, with one attempt.
     *
     * @param password fetched for each connection
     */
    public SshHostBuilder login(String user, Secret password) {
        login = SshLogin.byPassword(requireUser(user), Objects.requireNonNull(password, "password"));
        return this;
    }

    /**
     * Logs in by a private key that is not encrypted.
     *
     * @param key the text of the key file, in OpenSSH's form or PEM; fetched for each connection
     */
    public SshHostBuilder loginByKey(String user, Secret key) {
        login = SshLogin.byKey(requireUser(user), Objects.requireNonNull(key, "key"), null);
        return this;
    }

    /** Logs in by a private key that is encrypted; otherwise as {@link #loginByKey(String, Secret)}. */
    public SshHostBuilder loginByKey(String user, Secret key, Secret passphrase) {
        Objects.requireNonNull(passphrase, "passphrase");
        login = SshLogin.byKey(requireUser(user), Objects.requireNonNull(key, "key"), passphrase);
        return this;
    }

    /** For a server that has the files elsewhere. */
    SshHostBuilder sftpPaths(SftpPaths paths) {
        sftpPaths = paths;
        return this;
    }

    /**
     * The host. Asks nobody.
     *
     * @throws IllegalStateException if it is not said who logs in, or by which keys hosts are known
     */
    @Override
    public PowerShellHost build() {
        var known = knownHosts;
        var chosen = login;
        if (known == null) {
            throw new IllegalStateException("A host is known by its key: knownHosts(…)");
        }
        if (chosen == null) {
            throw new IllegalStateException("Somebody has to log in: login(…) or loginByKey(…)");
        }
        var name = port == USUAL_PORT ? host : host + ":" + port;
        return new ConnectedHost(name, new SshTransport(host, port, known, chosen, sftpPaths), this);
    }
}
