package io.emrops.windows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A real sshd of OpenSSH of a test's own, with a user and a password that the machine does not know. What a session runs is found in a
 * directory of the test. The machine's list of failed logins gets a line for each wrong password.
 */
final class SshdProcess implements AutoCloseable {
    static final String USER = "ops";
    static final String PASSWORD = "correct horse";

    private static final String HASH =
            "$6$emrops$cVU7g/8bvFmRrAMjAA6F5rWjuxwUyyZPDz6nUZEsmbANaOqzQ04dd.4UlCvu9rowxTkE.tvMYaIjrpUmR9F8D0";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TRIES = 5;

    private final Path directory;
    private final int port = freePort();
    private final Process process;

    private SshdProcess(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(
                directory.resolve("sshd_config"),
                Files.readString(directory.resolve("options")) + "ListenAddress 127.0.0.1:" + port + "\n");
        Files.writeString(directory.resolve("log"), "");
        var builder = new ProcessBuilder(
                        Path.of(Optional.ofNullable(System.getenv("EMROPS_SSHD"))
                                        .orElse("/usr/sbin/sshd"))
                                .toString(),
                        "-f",
                        directory.resolve("sshd_config").toString(),
                        "-D",
                        "-e")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("LD_PRELOAD", "libnss_wrapper.so");
        builder.environment()
                .put("NSS_WRAPPER_PASSWD", directory.resolve("passwd").toString());
        builder.environment().put("NSS_WRAPPER_GROUP", "/etc/group");
        builder.environment()
                .put("NSS_WRAPPER_SHADOW", directory.resolve("shadow").toString());
        process = builder.start();
    }

    /**
     * @param directory for what it needs
     * @param programs where sessions look for programs first
     * @param hostKeys files of private keys
     * @param authorized a file of public keys
     */
    static SshdProcess start(Path directory, Path programs, List<Path> hostKeys, Path authorized) throws Exception {
        var me = Files.getAttribute(directory, "unix:uid");
        Files.writeString(directory.resolve("passwd"), """
                %1$s:x:%2$s:0::%3$s:/bin/sh
                sshd:x:65534:65534::/run/sshd:/usr/sbin/nologin
                """.formatted(USER, me, directory));
        Files.writeString(directory.resolve("shadow"), USER + ":" + HASH + ":19000:0:99999:7:::\nsshd:!:19000::::::\n");
        Files.writeString(directory.resolve("options"), """
                %1$s
                PidFile none
                UsePAM no
                StrictModes no
                PermitRootLogin yes
                KbdInteractiveAuthentication no
                AuthorizedKeysFile %2$s
                SetEnv PATH=%3$s:/usr/bin:/bin
                LogLevel VERBOSE
                Subsystem sftp internal-sftp
                """.formatted(
                        hostKeys.stream().map(key -> "HostKey " + key).collect(Collectors.joining("\n")),
                        authorized,
                        programs));
        for (var tries = 1; ; tries++) {
            var sshd = new SshdProcess(directory);
            if (sshd.listens()) {
                return sshd;
            }
            var log = sshd.log();
            if (tries == TRIES || !log.contains("Address already in use")) {
                throw new AssertionError(log);
            }
        }
    }

    private boolean listens() throws InterruptedException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!log().contains("Server listening on ")) {
            if (!process.isAlive() || System.nanoTime() > until) {
                close();
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return port;
    }

    /** What it wrote about itself. */
    String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The log, once it says this; it is written by processes that nobody waits for. */
    List<String> logWith(String text) throws InterruptedException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!log().contains(text)) {
            if (System.nanoTime() > until) {
                throw new AssertionError("no \"" + text + "\" in " + log());
            }
            Thread.sleep(10);
        }
        return log().lines().toList();
    }

    /** Ends the processes that serve connections, and not what these have started, as when a network is gone. */
    void killConnections() {
        process.descendants()
                .filter(child -> child.info().command().orElse("").equals(command()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private String command() {
        return process.info().command().orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
