package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * MIT's KDC on loopback, with a realm of a test's own, which this JVM is told of until it is closed. There are two more realms: of one the
 * KDC does not listen, of the other it never answers.
 */
final class KerberosRealm implements AutoCloseable {
    static final String REALM = "HOSPITAL.EXAMPLE";
    static final String USER = "ops";
    static final String BRIEF_USER = "brief";
    static final String PASSWORD = "correct horse battery";

    private static final String PROPERTY = "java.security.krb5.conf";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TRIES = 5;

    private final Path directory;
    private final ServerSocket mute;
    private final Process kdc;

    private KerberosRealm(Path directory, ServerSocket mute, Process kdc) {
        this.directory = directory;
        this.mute = mute;
        this.kdc = kdc;
    }

    /** @param directory that others may read too */
    static KerberosRealm start(Path directory) throws Exception {
        var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        for (var tries = 1; ; tries++) {
            configure(directory, freePort(), mute.getLocalPort());
            if (tries == 1) {
                run(directory, "", "usr/sbin/kdb5_util", "create", "-s", "-P", "master of the test", "-r", REALM);
                kadmin(directory, "addprinc -pw \"" + PASSWORD + "\" +requires_preauth " + USER);
                kadmin(directory, "addprinc -pw \"" + PASSWORD + "\" -maxlife \"30 seconds\" " + BRIEF_USER);
                kadmin(directory, "ktadd -norandkey -k " + directory.resolve("user.keytab") + " " + USER);
                kadmin(directory, "addprinc -randkey HTTP/localhost");
                kadmin(directory, "ktadd -k " + directory.resolve("http.keytab") + " HTTP/localhost");
                Files.setPosixFilePermissions(
                        directory.resolve("http.keytab"), PosixFilePermissions.fromString("rw-r--r--"));
            }
            var realm = new KerberosRealm(
                    directory,
                    mute,
                    program(directory, "usr/sbin/krb5kdc", "-n")
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("kdc.out").toFile())
                            .start());
            if (realm.listens()) {
                System.setProperty(PROPERTY, directory.resolve("krb5.conf").toString());
                forgetOtherRealms();
                return realm;
            }
            if (tries == TRIES) {
                realm.close();
                throw new AssertionError(realm.log());
            }
        }
    }

    private static void configure(Path directory, int port, int mutePort) throws IOException {
        var plugins = Path.of(root(), "usr/lib");
        Path database;
        try (var files = Files.find(plugins, 6, (path, type) -> path.endsWith("plugins/kdb/db2.so"))) {
            database = files.findFirst().orElseThrow().getParent();
        }
        Files.writeString(directory.resolve("krb5.conf"), """
                [libdefaults]
                default_realm = %1$s
                dns_lookup_kdc = false
                dns_lookup_realm = false
                udp_preference_limit = 1
                max_retries = 1
                [realms]
                %1$s = {
                  kdc = 127.0.0.1:%2$d
                }
                NOBODY.EXAMPLE = {
                  kdc = 127.0.0.1:1
                }
                MUTE.EXAMPLE = {
                  kdc = 127.0.0.1:%3$d
                }
                [domain_realm]
                localhost = %1$s
                [dbmodules]
                db_module_dir = %4$s
                """.formatted(REALM, port, mutePort, database));
        Files.writeString(directory.resolve("kdc.conf"), """
                [kdcdefaults]
                kdc_listen = 127.0.0.1:%2$d
                kdc_tcp_listen = 127.0.0.1:%2$d
                [realms]
                %1$s = {
                  database_name = %3$s/principal
                  key_stash_file = %3$s/stash
                  acl_file = %3$s/acl
                }
                [logging]
                kdc = FILE:%3$s/kdc.log
                """.formatted(REALM, port, directory));
        Files.writeString(directory.resolve("kdc.log"), "");
    }

    /** The JDK reads krb5.conf once, unless a login says otherwise. */
    private static void forgetOtherRealms() throws LoginException {
        var options = Map.of(
                "refreshKrb5Config",
                "true",
                "useTicketCache",
                "true",
                "ticketCache",
                "/nonexistent",
                "doNotPrompt",
                "true");
        var context = new LoginContext("refresh", null, null, new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            "com.sun.security.auth.module.Krb5LoginModule", LoginModuleControlFlag.OPTIONAL, options)
                };
            }
        });
        try {
            context.login();
        } catch (LoginException e) {
            assertThat(e).hasNoSuppressedExceptions(); // nobody is logged in by it
        }
    }

    private static String root() {
        return Optional.ofNullable(System.getenv("EMROPS_KERBEROS")).orElse("/");
    }

    /** Of MIT's or of Apache's, which finds this realm. */
    static ProcessBuilder program(Path directory, String path, String... arguments) {
        var builder = new ProcessBuilder(Path.of(root(), path).toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("KRB5_CONFIG", directory.resolve("krb5.conf").toString());
        builder.environment()
                .put("KRB5_KDC_PROFILE", directory.resolve("kdc.conf").toString());
        return builder;
    }

    static Path file(String path) {
        return Path.of(root(), path);
    }

    private static void kadmin(Path directory, String query) throws Exception {
        run(directory, "", "usr/sbin/kadmin.local", "-r", REALM, "-q", query);
    }

    private static void run(Path directory, String input, String program, String... arguments) throws Exception {
        var process =
                program(directory, program, arguments).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** A cache of tickets, by MIT's kinit. */
    Path cache() throws Exception {
        var cache = directory.resolve("cache");
        run(directory, PASSWORD + "\n", "usr/bin/kinit", "-c", cache.toString(), USER);
        return cache;
    }

    Path userKeytab() {
        return directory.resolve("user.keytab");
    }

    Path serviceKeytab() {
        return directory.resolve("http.keytab");
    }

    /** A keytab of another service, under whose key nothing of {@code HTTP/localhost} can be read. */
    Path otherKeytab() throws Exception {
        var keytab = directory.resolve("other.keytab");
        kadmin(directory, "addprinc -randkey HTTP/other");
        kadmin(directory, "ktadd -k " + keytab + " HTTP/other");
        Files.setPosixFilePermissions(keytab, PosixFilePermissions.fromString("rw-r--r--"));
        return keytab;
    }

    private boolean listens() throws InterruptedException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!log().contains("commencing operation")) {
            if (!kdc.isAlive() || System.nanoTime() > until) {
                kdc.destroyForcibly();
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    /** What the KDC wrote of itself, before it answered. */
    String log() {
        try {
            return Files.readString(directory.resolve("kdc.log")) + Files.readString(directory.resolve("kdc.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        System.clearProperty(PROPERTY);
        mute.close();
        kdc.destroy();
        if (!kdc.waitFor(10, TimeUnit.SECONDS)) {
            kdc.destroyForcibly();
        }
    }
}
