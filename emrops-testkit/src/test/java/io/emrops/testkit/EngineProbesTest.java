package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EngineProbesTest {
    @TempDir
    Path directory;

    @Test
    void a_registry_answers_with_or_without_asking_who_is_there() throws Exception {
        for (var status : new int[] {200, 401}) {
            assertThat(registryThatAnswers(status)).isEmpty();
        }
    }

    @Test
    void something_else_on_that_port_is_no_registry() throws Exception {
        assertThat(registryThatAnswers(404))
                .hasValueSatisfying(why -> assertThat(why).contains("404"));
    }

    @Test
    void without_its_variable_there_is_no_registry() throws Exception {
        assertThat(probe("registry", Map.of())).contains("EMROPS_REGISTRY is not set");
    }

    @Test
    void a_registry_that_does_not_listen_is_not_there() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() -> probe("registry", Map.of("EMROPS_REGISTRY", "127.0.0.1:" + free)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_mail_server_is_there_if_it_greets_as_one() throws Exception {
        assertThat(mailServerThatSays("220 mail.hospital.example ESMTP\r\n")).isEmpty();
        assertThat(mailServerThatSays("554 go away\r\n"))
                .hasValueSatisfying(why -> assertThat(why).endsWith("is no SMTP server"));
        assertThat(probe("smtp", Map.of())).contains("EMROPS_SMTP is not set");
    }

    private static Optional<String> mailServerThatSays(String greeting) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var greeter = new Thread(() -> {
                try (var client = server.accept()) {
                    client.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            greeter.start();
            try {
                return probe("smtp", Map.of("EMROPS_SMTP", "127.0.0.1:" + server.getLocalPort()));
            } finally {
                greeter.join();
            }
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_compose_is_what_it_says_it_is() throws Exception {
        var one = script("echo 1.29.2").toString();
        var two = script("echo v2.26.1").toString();

        assertThat(probe("compose-v1", Map.of("EMROPS_COMPOSE_V1", one))).isEmpty();
        assertThat(probe("compose-v2", Map.of("EMROPS_COMPOSE_V2", two))).isEmpty();
        assertThat(probe("compose-v1", Map.of("EMROPS_COMPOSE_V1", two))).contains(two + " is version v2.26.1");
        assertThat(probe("compose-v2", Map.of("EMROPS_COMPOSE_V2", one))).contains(one + " is version 1.29.2");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_compose_that_fails_or_does_not_exist_is_not_there() throws Exception {
        var failing = script("echo 2.26.1; exit 3").toString();
        var missing = directory.resolve("missing").toString();

        assertThat(probe("compose-v2", Map.of("EMROPS_COMPOSE_V2", failing))).contains(failing + " does not run");
        assertThat(probe("compose-v2", Map.of("EMROPS_COMPOSE_V2", missing))).contains(missing + " does not run");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_browser_is_there_if_it_tells_its_version() throws Exception {
        var browser = script("--version", "echo Chromium 156").toString();
        var broken = script("--version", "exit 1").toString();

        assertThat(probe("chromium", Map.of("EMROPS_CHROMIUM", browser))).isEmpty();
        assertThat(probe("chromium", Map.of("EMROPS_CHROMIUM", broken))).contains(broken + " does not run");
    }

    @Test
    void without_its_variable_or_in_an_empty_directory_there_is_no_tedious() throws Exception {
        assertThat(probe("tedious", Map.of())).contains("EMROPS_TEDIOUS is not set");
        assertThat(probe("tedious", Map.of("EMROPS_TEDIOUS", directory.toString())))
                .hasValueSatisfying(why -> assertThat(why).startsWith("node does not load " + directory));
    }

    @Test
    @RequiresEngine("tedious")
    void a_tedious_is_there_if_it_can_be_loaded() throws Exception {
        var library = Files.createDirectories(directory.resolve("node_modules/tedious"));
        Files.writeString(library.resolve("index.js"), "module.exports = {};");

        assertThat(probe("tedious", Map.of("EMROPS_TEDIOUS", directory.toString())))
                .isEmpty();
    }

    @Test
    @RequiresEngine("tedious")
    void a_grammar_of_powershell_is_there_if_what_runs_it_is_there_too() throws Exception {
        var modules = directory.resolve("node_modules");
        var variable = Map.of("EMROPS_POWERSHELL_GRAMMAR", directory.toString());
        assertThat(probe("powershell-grammar", Map.of())).contains("EMROPS_POWERSHELL_GRAMMAR is not set");
        assertThat(probe("powershell-grammar", variable)).isPresent();

        Files.writeString(
                Files.createDirectories(modules.resolve("web-tree-sitter")).resolve("index.js"),
                "module.exports = {};");
        assertThat(probe("powershell-grammar", variable))
                .hasValueSatisfying(why -> assertThat(why).startsWith("there is no "));

        Files.createFile(Files.createDirectories(modules.resolve("tree-sitter-powershell"))
                .resolve("tree-sitter-powershell.wasm"));
        assertThat(probe("powershell-grammar", variable)).isEmpty();
    }

    @Test
    void what_does_not_run_is_no_haproxy() throws Exception {
        var absent = directory.resolve("haproxy").toString();

        assertThat(probe("haproxy", Map.of("EMROPS_HAPROXY", absent))).contains(absent + " does not run");
    }

    @Test
    @RequiresEngine("haproxy")
    void a_haproxy_is_there_if_it_tells_its_version() throws Exception {
        assertThat(probe("haproxy", System.getenv())).isEmpty();
    }

    @Test
    void what_does_not_run_is_no_bind() throws Exception {
        var absent = directory.resolve("named").toString();

        assertThat(probe("bind", Map.of("EMROPS_BIND", absent))).contains(absent + " does not run");
    }

    @Test
    @RequiresEngine("bind")
    void a_bind_is_there_if_it_tells_its_version() throws Exception {
        assertThat(probe("bind", System.getenv())).isEmpty();
    }

    @Test
    void what_does_not_run_is_no_nginx() throws Exception {
        var absent = directory.resolve("nginx").toString();

        assertThat(probe("nginx", Map.of("EMROPS_NGINX", absent))).contains(absent + " does not run");
    }

    @Test
    @RequiresEngine("nginx")
    void an_nginx_is_there_if_it_tells_its_version() throws Exception {
        assertThat(probe("nginx", System.getenv())).isEmpty();
    }

    @Test
    void what_does_not_run_is_no_pebble() throws Exception {
        var absent = directory.resolve("pebble").toString();

        assertThat(probe("pebble", Map.of("EMROPS_PEBBLE", absent))).contains(absent + " does not run");
    }

    @Test
    @RequiresEngine({"pebble", "certbot"})
    void a_pebble_and_a_certbot_are_there_if_they_can_be_run() throws Exception {
        assertThat(probe("pebble", System.getenv())).isEmpty();
        assertThat(probe("certbot", System.getenv())).isEmpty();
    }

    @Test
    @RequiresEngine("openssl")
    void an_openssl_is_there_if_it_tells_its_version() throws Exception {
        assertThat(probe("openssl", System.getenv())).isEmpty();
    }

    @Test
    void what_does_not_run_is_no_redis() throws Exception {
        var absent = directory.resolve("redis-server").toString();

        assertThat(probe("redis", Map.of("EMROPS_REDIS", absent))).contains(absent + " does not run");
    }

    @Test
    @RequiresEngine("redis")
    void a_redis_is_there_if_it_tells_its_version() throws Exception {
        assertThat(probe("redis", System.getenv())).isEmpty();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void what_is_not_openssh_is_no_sshd() throws Exception {
        for (var other : List.of(directory.resolve("sshd"), script("-V", "echo Dropbear"), script("-V", "exit 1"))) {
            assertThat(probe("sshd", Map.of("EMROPS_SSHD", other.toString())))
                    .contains(other + " does not run, or not with libnss_wrapper.so");
        }
    }

    @Test
    @RequiresEngine("sshd")
    void an_sshd_is_there_if_it_tells_its_version() throws Exception {
        assertThat(probe("sshd", System.getenv())).isEmpty();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void what_does_not_run_is_no_kerberos() throws Exception {
        var kdc = directory.resolve("usr/sbin/krb5kdc");

        assertThat(probe("kerberos", Map.of("EMROPS_KERBEROS", directory.toString())))
                .contains(kdc + " does not run");

        Files.createDirectories(kdc.getParent());
        Files.move(script("-?", "echo usage: krb5kdc; exit 1"), kdc);
        assertThat(probe("kerberos", Map.of("EMROPS_KERBEROS", directory.toString())))
                .hasValueSatisfying(why -> assertThat(why).contains("mod_auth_gssapi.so is missing"));
    }

    @Test
    @RequiresEngine("kerberos")
    void a_kerberos_is_there_if_its_kdc_runs_and_apache_has_its_module() throws Exception {
        assertThat(probe("kerberos", System.getenv())).isEmpty();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void an_engine_on_a_socket_is_there_if_it_answers_well() throws Exception {
        assertThat(dockerThatAnswers("HTTP/1.0 200 OK\r\n\r\nOK")).isEmpty();
        assertThat(dockerThatAnswers("HTTP/1.0 500 Sorry\r\n\r\n"))
                .hasValueSatisfying(why -> assertThat(why).contains("500 Sorry"));
    }

    @Test
    void an_engine_on_a_socket_that_nobody_listens_on_is_not_there() {
        var socket = directory.resolve("nobody.sock");

        assertThatThrownBy(() -> probe("docker", Map.of("DOCKER_HOST", "unix://" + socket)))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void an_engine_over_tcp_is_there_if_it_can_be_connected_to() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var host = "tcp://127.0.0.1:" + socket.getLocalPort();

            assertThat(probe("docker", Map.of("DOCKER_HOST", host))).isEmpty();
        }
    }

    private Optional<String> dockerThatAnswers(String answer) throws Exception {
        var path = directory.resolve("docker-" + answer.hashCode() + ".sock");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            var engine = new Thread(() -> serve(server, answer));
            engine.start();
            try {
                return probe("docker", Map.of("DOCKER_HOST", "unix://" + path));
            } finally {
                engine.join();
            }
        }
    }

    private static void serve(ServerSocketChannel server, String answer) {
        try (var client = server.accept()) {
            client.read(ByteBuffer.allocate(1000));
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> registryThatAnswers(int status) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return probe(
                    "registry",
                    Map.of("EMROPS_REGISTRY", "127.0.0.1:" + server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }

    private static Optional<String> probe(String engine, Map<String, String> environment) throws Exception {
        return EngineProbes.all(environment).get(engine).absence();
    }

    private Path script(String body) throws IOException {
        return script("version --short", body);
    }

    private Path script(String arguments, String body) throws IOException {
        var script = Files.createTempFile(directory, "program", "");
        Files.writeString(script, "#!/bin/sh\n[ \"$*\" = '" + arguments + "' ] || exit 9\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }
}
