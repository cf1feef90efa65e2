package io.emrops.windows;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.testkit.tls.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Apache with mod_auth_gssapi over TLS, which lets users of a realm in, and speaks Basic to a server behind it. */
final class ApacheFront implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TRIES = 5;

    private final Path directory;
    private final int port;
    private final TestCertificate certificate;
    private final Process process;

    private ApacheFront(Path directory, int port, TestCertificate certificate, Process process) {
        this.directory = directory;
        this.port = port;
        this.certificate = certificate;
        this.process = process;
    }

    /**
     * @param directory of the realm, which others may read too
     * @param keytab of the service
     * @param behind the port of a server over TLS
     */
    static ApacheFront start(Path directory, Path keytab, int behind) throws Exception {
        var here = Files.createTempDirectory(directory, "apache");
        Files.setPosixFilePermissions(here, PosixFilePermissions.fromString("rwxr-xr-x"));
        var scratch = Files.createDirectory(here.resolve("scratch"));
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
        var certificate = TestCertificate.forLocalhost();
        Files.writeString(here.resolve("certificate.pem"), certificate.pem());
        Files.writeString(here.resolve("key.pem"), key(certificate));
        for (var tries = 1; ; tries++) {
            var port = KerberosRealm.freePort();
            Files.writeString(here.resolve("httpd.conf"), configuration(here, keytab, port, behind));
            var builder = KerberosRealm.program(
                            directory,
                            "usr/sbin/apache2",
                            "-f",
                            here.resolve("httpd.conf").toString(),
                            "-DFOREGROUND")
                    .redirectErrorStream(true)
                    .redirectOutput(here.resolve("log").toFile());
            // One of its own, so that a token that comes twice is refused.
            builder.environment().put("KRB5RCACHENAME", "file2:" + scratch.resolve("replays"));
            var front = new ApacheFront(here, port, certificate, builder.start());
            if (front.listens()) {
                return front;
            }
            front.close();
            if (tries == TRIES) {
                throw new AssertionError(front.log());
            }
        }
    }

    private static String key(TestCertificate certificate) throws Exception {
        var password = "emrops-test".toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(certificate.pfx(password)), password);
        var key = store.getKey(store.aliases().nextElement(), password);
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static String configuration(Path here, Path keytab, int port, int behind) {
        var basic =
                Base64.getEncoder().encodeToString((GoWinrmServer.USER + ":" + GoWinrmServer.PASSWORD).getBytes(UTF_8));
        return """
                ServerRoot "%1$s"
                ServerName localhost
                Listen 127.0.0.1:%2$d
                PidFile %1$s/pid
                DefaultRuntimeDir %1$s/scratch
                Mutex file:%1$s/scratch
                ErrorLog %1$s/error.log
                User nobody
                Group nogroup
                LoadModule mpm_event_module %3$s/mod_mpm_event.so
                LoadModule authn_core_module %3$s/mod_authn_core.so
                LoadModule authz_core_module %3$s/mod_authz_core.so
                LoadModule authz_user_module %3$s/mod_authz_user.so
                LoadModule auth_gssapi_module %3$s/mod_auth_gssapi.so
                LoadModule ssl_module %3$s/mod_ssl.so
                LoadModule proxy_module %3$s/mod_proxy.so
                LoadModule proxy_http_module %3$s/mod_proxy_http.so
                LoadModule headers_module %3$s/mod_headers.so
                CustomLog %1$s/access.log "%%>s %%u"
                SSLEngine on
                SSLCertificateFile %1$s/certificate.pem
                SSLCertificateKeyFile %1$s/key.pem
                SSLProxyEngine on
                SSLProxyVerify none
                SSLProxyCheckPeerName off
                <Location "/">
                AuthType GSSAPI
                AuthName WSMAN
                GssapiCredStore keytab:%4$s
                GssapiAllowedMech krb5
                Require valid-user
                RequestHeader set Authorization "Basic %5$s"
                ProxyPass "https://127.0.0.1:%6$d/"
                </Location>
                """.formatted(here, port, KerberosRealm.file("usr/lib/apache2/modules"), keytab, basic, behind);
    }

    private boolean listens() throws InterruptedException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!isOpen()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(10);
        }
        return process.isAlive();
    }

    private boolean isOpen() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    SSLContext trust() {
        return certificate.clientContext();
    }

    /** A line for each request: its status and its user. Written when the answer is out. */
    String seen() throws IOException {
        return Files.readString(directory.resolve("access.log"));
    }

    private String log() throws IOException {
        var errors = directory.resolve("error.log");
        return Files.readString(directory.resolve("log")) + (Files.exists(errors) ? Files.readString(errors) : "");
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
