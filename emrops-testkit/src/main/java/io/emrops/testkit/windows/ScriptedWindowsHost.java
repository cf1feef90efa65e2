package io.emrops.testkit.windows;

import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.command.HostFiles;
import io.emrops.testkit.windows.command.LoginAttempt;
import io.emrops.testkit.windows.command.SeenCommand;
import io.emrops.testkit.windows.local.LocalDoor;
import io.emrops.testkit.windows.ssh.SshDoor;
import io.emrops.testkit.windows.winrm.Negotiation;
import io.emrops.testkit.windows.winrm.WinRmDoor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Windows host that plays a script.
 *
 * <pre>{@code
 * try (var host = ScriptedWindowsHost.builder().user("ops", "Passw0rd").winRm().start()) {
 *     host.onScript("iis/site-get", call -> Map.of("name", call.text("name"), "state", "Started"));
 *     host.faults().onNextCommand(AnswerFault.dropAfter(10));
 *     …
 *     assertThat(host.commands()).extracting(SeenCommand::scriptId).containsExactly(Optional.of("iis/site-get"));
 * }
 * }</pre>
 *
 * <p>It has the doors that it is built with: WinRM over HTTPS or HTTP, SSH, a program that stands in for {@code powershell.exe}. All
 * lead to one place. A script of emrops is known by its id, and its handler gets the parameters, secrets and payload that came by the
 * bootstrap; no PowerShell runs. Other commands have handlers by the name of their program; {@code hostname}, {@code whoami} and
 * {@code echo} are there without one. What has no handler fails as Windows does; {@link #requireAllScripted} says so once more.
 *
 * <p>All ports are those of 127.0.0.1. Proven with pywinrm, Ansible, Go's masterzen/winrm, winrm4j and OpenSSH; no Windows has ever been
 * compared with it. Safe for use by several threads.
 */
public final class ScriptedWindowsHost implements AutoCloseable {
    private static final long LOOK_AGAIN_MILLIS = 5;

    private final Faults faults = new Faults();
    private final Programs programs;
    private final Visits visits;
    private final TestCertificate certificate;
    private final @Nullable WinRmDoor winRm;
    private final @Nullable WinRmDoor plainWinRm;
    private final @Nullable SshDoor ssh;
    private final LocalDoor local;

    private ScriptedWindowsHost(Builder settings) {
        programs = new Programs(settings.name, faults);
        visits = new Visits(settings.name, settings.users, programs, faults);
        certificate = Objects.requireNonNullElseGet(settings.certificate, TestCertificate::forLocalhost);
        try {
            local = new LocalDoor(visits);
            var negotiation = Optional.ofNullable(settings.negotiation);
            winRm = settings.winRm
                    ? new WinRmDoor(
                            visits, settings.shellsPerUser, Optional.of(certificate.serverContext()), negotiation)
                    : null;
            plainWinRm = settings.plainWinRm
                    ? new WinRmDoor(visits, settings.shellsPerUser, Optional.empty(), negotiation)
                    : null;
            ssh = settings.ssh ? new SshDoor(visits, settings.userKeys) : null;
        } catch (IOException e) {
            throw new UncheckedIOException("no port of 127.0.0.1 can be listened on", e);
        }
    }

    /** For a host; without a door but the local one, and without users, until they are asked for. */
    public static Builder builder() {
        return new Builder();
    }

    /** What a host is started with. */
    public static final class Builder {
        private final Map<String, String> users = new LinkedHashMap<>();
        private String name = "SCRIPTED";
        private int shellsPerUser = 30;
        private boolean winRm;
        private boolean plainWinRm;
        private boolean ssh;
        private final Map<String, PublicKey> userKeys = new LinkedHashMap<>();
        private @Nullable TestCertificate certificate;
        private @Nullable Negotiation negotiation;

        private Builder() {}

        /** What {@code hostname} says; {@code SCRIPTED} if nobody says otherwise. */
        public Builder name(String newName) {
            name = Objects.requireNonNull(newName, "newName");
            return this;
        }

        /** One who may log in; there can be several. */
        public Builder user(String user, String password) {
            users.put(user, password);
            return this;
        }

        /** Has a WinRM door over HTTPS. */
        public Builder winRm() {
            winRm = true;
            return this;
        }

        /** Has a WinRM door without TLS, for clients that cannot be told to trust a certificate. */
        public Builder plainWinRm() {
            plainWinRm = true;
            return this;
        }

        /**
         * Lets users in over WinRM by Kerberos too, those of {@link #user}. Realm and KDC are what the {@code krb5.conf} of this JVM says.
         *
         * @param keytab has the key of the service
         * @param service such as {@code HTTP/localhost}
         * @throws IllegalStateException if this JVM cannot use it
         */
        public Builder kerberos(Path keytab, String service) {
            negotiation = Negotiation.of(keytab, service);
            return this;
        }

        /** Has an SSH door. It needs {@code org.apache.sshd:sshd-osgi} and slf4j on the class path; nothing else of the host does. */
        public Builder ssh() {
            ssh = true;
            return this;
        }

        /** Lets a user in over SSH by a key, beside a password. */
        public Builder publicKey(String user, PublicKey key) {
            userKeys.put(user, key);
            return this;
        }

        /** The certificate that clients see, such as one that has expired. */
        public Builder certificate(TestCertificate newCertificate) {
            certificate = newCertificate;
            return this;
        }

        /**
         * How many shells a user may have open over WinRM; 30 if nobody says otherwise, as Windows Server 2012 R2 and later have it.
         *
         * @throws IllegalArgumentException unless positive
         */
        public Builder shellsPerUser(int most) {
            if (most < 1) {
                throw new IllegalArgumentException(most + " shells");
            }
            shellsPerUser = most;
            return this;
        }

        /**
         * Starts the host.
         *
         * @throws UncheckedIOException if no port can be listened on
         */
        public ScriptedWindowsHost start() {
            return new ScriptedWindowsHost(this);
        }
    }

    /**
     * Where WinRM over HTTPS is.
     *
     * @throws IllegalStateException if the host has no such door
     */
    public URI winRm() {
        return URI.create("https://localhost:" + present(winRm).port() + "/wsman");
    }

    /**
     * Where WinRM without TLS is.
     *
     * @throws IllegalStateException if the host has no such door
     */
    public URI plainWinRm() {
        return URI.create("http://127.0.0.1:" + present(plainWinRm).port() + "/wsman");
    }

    private static <T> T present(@Nullable T door) {
        if (door == null) {
            throw new IllegalStateException("this host was built without such a door");
        }
        return door;
    }

    /**
     * The port of SSH.
     *
     * @throws IllegalStateException if the host has no such door
     */
    public int sshPort() {
        return present(ssh).port();
    }

    /**
     * The line of a {@code known_hosts} file that holds the present key of SSH.
     *
     * @throws IllegalStateException if the host has no such door
     */
    public String knownHost() {
        return present(ssh).knownHost();
    }

    /**
     * Shows another key to whoever connects by SSH from now on.
     *
     * @throws IllegalStateException if the host has no such door
     */
    public void changeHostKey() {
        present(ssh).changeKey();
    }

    /** Shells that are open now over WinRM. */
    public int shells() {
        return (winRm == null ? 0 : winRm.shells()) + (plainWinRm == null ? 0 : plainWinRm.shells());
    }

    /** The certificate that clients of WinRM see. */
    public TestCertificate certificate() {
        return certificate;
    }

    /**
     * Writes a program that stands in for {@code powershell.exe}, for POSIX; it runs until the host answers, and ends with 137 if
     * the host is lost.
     *
     * @param directory which exists; an older one there is replaced
     * @return its path
     * @throws UncheckedIOException if it cannot be written
     */
    public Path standIn(Path directory) {
        try {
            return local.standIn(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers the script of this id. A later handler replaces an earlier one. */
    public void onScript(String id, ScriptHandler handler) {
        programs.onScript(id, handler);
    }

    /** Answers a program that is not PowerShell, by its name without {@code .exe}. */
    public void onCommand(String program, CommandHandler handler) {
        programs.onCommand(program, handler);
    }

    /** Answers encoded commands of PowerShell that are not emrops's; what it says on its error stream is written as CLIXML. */
    public void onPowerShell(CommandHandler handler) {
        programs.onPowerShell(handler);
    }

    /** Has files that are reached by SFTP through the SSH door, which refuses that without any. */
    public void files(HostFiles files) {
        visits.files(Objects.requireNonNull(files, "files"));
    }

    /** Where faults are asked for. */
    public Faults faults() {
        return faults;
    }

    /** The passwords that came, in their order. The last 10,000 are kept. */
    public List<LoginAttempt> attempts() {
        return visits.attempts();
    }

    /** The commands that came, in their order, as they stand now. The last 10,000 are kept. */
    public List<SeenCommand> commands() {
        return visits.commands();
    }

    /**
     * Waits until there is a command of this kind.
     *
     * @return the first
     * @throws AssertionError if it does not come in time
     */
    public SeenCommand awaitCommand(Predicate<SeenCommand> kind, Duration atMost) throws InterruptedException {
        var end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var found = commands().stream().filter(kind).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no such command within " + atMost + ", only " + commands());
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /**
     * Says what came and had no handler, and which handlers failed.
     *
     * @throws AssertionError if there were any
     */
    public void requireAllScripted() {
        if (!programs.unscripted().isEmpty()) {
            throw new AssertionError("not scripted: " + programs.unscripted());
        }
    }

    /** Goes down: all connections and commands end, nobody gets in. Repeating it does nothing. */
    public void shutDown() {
        visits.loseAll();
        local.shut();
        if (winRm != null) {
            winRm.shut();
        }
        if (plainWinRm != null) {
            plainWinRm.shut();
        }
        if (ssh != null) {
            ssh.shut();
        }
    }

    /**
     * Comes up again, on the same ports. Does nothing if it is up.
     *
     * @throws UncheckedIOException if another program has taken a port
     */
    public void startUp() {
        try {
            local.reopen();
            if (winRm != null) {
                winRm.reopen();
            }
            if (plainWinRm != null) {
                plainWinRm.reopen();
            }
            if (ssh != null) {
                ssh.reopen();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As after the start: no handlers but those of the beginning, no files, no faults, nothing seen. Commands that run go on. */
    public void reset() {
        programs.clear();
        faults.clear();
        visits.clear();
    }

    /** Ends all and frees the ports. A second call does nothing. */
    @Override
    public void close() {
        visits.loseAll();
        local.close();
        if (winRm != null) {
            winRm.close();
        }
        if (plainWinRm != null) {
            plainWinRm.close();
        }
        if (ssh != null) {
            ssh.close();
        }
    }

    /** Its name. */
    @Override
    public String toString() {
        return visits.name();
    }
}
