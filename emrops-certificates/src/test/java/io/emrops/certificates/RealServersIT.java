package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.KeyKind;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.certificates.x509.Keys;
import io.emrops.haproxy.HaProxy;
import io.emrops.network.Endpoint;
import io.emrops.testkit.RequiresEngine;
import io.emrops.vantage.VantagePoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation while clients connect all the time, to servers that no one here wrote. */
@RequiresEngine({"haproxy", "nginx"})
class RealServersIT {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example", "127.0.0.1");
    private static final Progress QUIET = (done, total, unit) -> {};
    private static final VantagePoint HERE = VantagePoint.here();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private JvmServer jvm;

    @AfterEach
    void stop() throws Exception {
        for (var each : processes) {
            var children = each.descendants().toList();
            each.destroy();
            if (!each.waitFor(10, TimeUnit.SECONDS)) {
                each.destroyForcibly();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
        if (jvm != null) {
            jvm.close();
        }
    }

    private Path pem(String name) throws Exception {
        var file = folder.resolve(name + ".pem");
        put(PemFiles.combined(file));
        return file;
    }

    private static void put(CertificateStore store) throws Exception {
        store.stage("begin", SelfSigned.issuer().issue(ORDER, QUIET));
        store.activate("begin");
        store.finish("begin");
    }

    private Endpoint start(int port, String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(port + ".log").toFile())
                .start();
        processes.add(process);
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return new Endpoint("127.0.0.1", port);
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new AssertionError(Files.readString(folder.resolve(port + ".log")), e);
                }
                Thread.sleep(10);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String program(String variable, String usual) {
        return Optional.ofNullable(System.getenv(variable)).orElse(usual);
    }

    private Endpoint haproxy(Path pem) throws Exception {
        var port = freePort();
        var configuration = folder.resolve("haproxy.cfg");
        Files.writeString(configuration, """
                global
                  stats socket %s/admin.sock mode 600 level admin
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 20s
                  timeout server 20s
                frontend all
                  bind 127.0.0.1:%d ssl crt %s
                  http-request return status 200
                """.formatted(folder, port, pem));
        return start(port, program("EMROPS_HAPROXY", "haproxy"), "-W", "-f", configuration.toString());
    }

    private Endpoint nginx(Path certificate, Path key) throws Exception {
        var port = freePort();
        var configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                user root;
                worker_processes 2;
                pid %1$s/nginx.pid;
                error_log %1$s/nginx.log;
                events { }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fast;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d ssl;
                    ssl_certificate %3$s;
                    ssl_certificate_key %4$s;
                    return 200;
                  }
                }
                """.formatted(folder, port, certificate, key));
        return start(port, nginxCommand());
    }

    private String[] nginxCommand(String... more) {
        var command = new ArrayList<>(List.of(
                program("EMROPS_NGINX", "nginx"),
                "-p",
                folder.toString(),
                "-e",
                folder.resolve("nginx.log").toString(),
                "-c",
                folder.resolve("nginx.conf").toString()));
        command.addAll(List.of(more));
        return command.toArray(new String[0]);
    }

    private ServiceReload reloadNginx() {
        return ServiceReload.of("Reload nginx", progress -> {
            var process = new ProcessBuilder(nginxCommand("-s", "reload"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("reload.log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new StepFailedException("nginx does not take its configuration");
            }
        });
    }

    private ServiceCertificateBuilder service() {
        return ServiceCertificate.of("emrnext", "emr.example")
                .issuedBy(SelfSigned.issuer())
                .seenFrom(HERE)
                .shownWithin(Duration.ofSeconds(10));
    }

    private ServiceReload throughSocket(Path pem) {
        return HaProxy.at(folder.resolve("admin.sock")).build().certificate(pem);
    }

    @Test
    void no_handshake_fails_while_all_of_them_change() throws Exception {
        var edge = pem("edge");
        var java = pem("java");
        var certificate = folder.resolve("web.crt");
        var key = folder.resolve("web.key");
        put(PemFiles.at(certificate, key));
        var haproxy = haproxy(edge);
        var nginx = nginx(certificate, key);
        jvm = new JvmServer(java);
        var emr = service()
                .place(PemFiles.combined(edge), throughSocket(edge), haproxy)
                .place(PemFiles.at(certificate, key), reloadNginx(), nginx)
                .place(PemFiles.combined(java), ServiceReload.of("Reload", progress -> jvm.reload()), jvm.endpoint())
                .build();

        try (var clients = Handshakes.with(haproxy, nginx, jvm.endpoint())) {
            clients.await(30);
            var rotation = emr.rotate("first", ORDER, QUIET);
            clients.await(30);
            var second = emr.rotate("second", ORDER.with(KeyKind.RSA_2048), QUIET);
            clients.await(30);
            emr.putBack("second", QUIET);
            clients.await(30);

            assertThat(clients.failures()).isEmpty();
            assertThat(clients.serials())
                    .contains(rotation.now().serial(), second.now().serial())
                    .hasSize(5);
            assertThat(emr.status().faults()).isEmpty();
            assertThat(emr.status().endingFirst().orElseThrow()).isEqualTo(rotation.now());
        }
    }

    @Test
    void haproxy_goes_on_with_the_old_one_where_it_refuses_the_new_one() throws Exception {
        var pem = pem("edge");
        var haproxy = haproxy(pem);
        var emr = service()
                .place(PemFiles.combined(pem), throughSocket(pem), haproxy)
                .build();
        var before = emr.status().endingFirst().orElseThrow();
        var good = SelfSigned.issuer().issue(ORDER, QUIET);
        var other = new KeyedCertificate(Keys.generate(KeyKind.EC_P256).getPrivate(), good.chain());
        PemFiles.combined(pem).stage("by hand", other);
        PemFiles.combined(pem).activate("by hand");

        assertThatThrownBy(() -> throughSocket(pem).reload(QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("goes on with the one that it has");
        assertThat(HERE.tls(haproxy, "emr.example").facts().orElseThrow().certificate())
                .isEqualTo(before);

        emr.putBack("by hand", QUIET);
        assertThat(emr.status().faults()).isEmpty();
        emr.rotate("again", ORDER, QUIET);
        assertThat(emr.status().faults()).isEmpty();
    }

    @Test
    void nginx_that_does_not_reload_shows_the_old_one_to_the_end() throws Exception {
        var certificate = folder.resolve("web.crt");
        var key = folder.resolve("web.key");
        put(PemFiles.at(certificate, key));
        var nginx = nginx(certificate, key);
        var emr = service()
                .shownWithin(Duration.ofMillis(500))
                .place(PemFiles.at(certificate, key), reloadNginx(), nginx)
                .build();
        var before = emr.status().endingFirst().orElseThrow();
        Files.writeString(folder.resolve("nginx.conf"), "\nno such thing;\n", java.nio.file.StandardOpenOption.APPEND);

        assertThatThrownBy(() -> emr.rotate("change", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("nginx does not take its configuration")
                .hasMessageContaining("each server shows it");
        assertThat(HERE.tls(nginx, "emr.example").facts().orElseThrow().certificate())
                .isEqualTo(before);
    }
}
