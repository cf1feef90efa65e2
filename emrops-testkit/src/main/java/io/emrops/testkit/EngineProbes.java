package io.emrops.testkit;

import io.emrops.testkit.Engines.EngineProbe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Looks for the engines that {@link RequiresEngine} names. */
final class EngineProbes {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Path USUAL_SOCKET = Path.of("/var/run/docker.sock");

    private final Map<String, String> environment;

    private EngineProbes(Map<String, String> environment) {
        this.environment = environment;
    }

    static Map<String, EngineProbe> all(Map<String, String> environment) {
        var probes = new EngineProbes(environment);
        return Map.ofEntries(
                Map.entry("docker", probes::docker),
                Map.entry("registry", probes::registry),
                Map.entry("compose-v1", probes::composeV1),
                Map.entry("compose-v2", probes::composeV2),
                Map.entry("smtp", probes::smtp),
                Map.entry("tmux", EngineProbes::tmux),
                Map.entry("chromium", probes::chromium),
                Map.entry("strace", EngineProbes::strace),
                Map.entry("freetds", EngineProbes::freetds),
                Map.entry("tedious", probes::tedious),
                Map.entry("powershell-grammar", probes::powerShellGrammar),
                Map.entry("haproxy", probes::haproxy),
                Map.entry("bind", probes::bind),
                Map.entry("redis", probes::redis),
                Map.entry("nginx", probes::nginx),
                Map.entry("openssl", EngineProbes::openssl),
                Map.entry("pebble", probes::pebble),
                Map.entry("certbot", EngineProbes::certbot),
                Map.entry("pywinrm", EngineProbes::pywinrm),
                Map.entry("ansible", EngineProbes::ansible),
                Map.entry("go-winrm", EngineProbes::goWinrm),
                Map.entry("go-winrm-server", EngineProbes::goWinrmServer),
                Map.entry("ssh-client", EngineProbes::sshClient),
                Map.entry("sshd", probes::sshd),
                Map.entry("kerberos", probes::kerberos));
    }

    private Optional<String> docker() throws Exception {
        var host = environment.getOrDefault("DOCKER_HOST", "");
        if (host.startsWith("unix://")) {
            return dockerOn(Path.of(host.substring("unix://".length())));
        }
        if (host.startsWith("tcp://")) {
            return connects(URI.create(host));
        }
        if (host.isEmpty() && Files.exists(USUAL_SOCKET)) {
            return dockerOn(USUAL_SOCKET);
        }
        return run(List.of("docker", "version", "--format", "{{.Server.Version}}"))
                .filter(version -> !version.isBlank())
                .map(version -> Optional.<String>empty())
                .orElseGet(() -> Optional.of("the docker client finds no engine"));
    }

    private static Optional<String> dockerOn(Path socket) throws Exception {
        var answer = new FutureTask<>(() -> ping(socket));
        var asker = new Thread(answer, "docker-probe");
        asker.setDaemon(true);
        asker.start();
        try {
            var status = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return status.contains(" 200 ") ? Optional.empty() : Optional.of(socket + " answers \"" + status + "\"");
        } finally {
            asker.interrupt();
        }
    }

    /** The status line of the answer. */
    private static String ping(Path socket) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var request = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            var answer = ByteBuffer.allocate(512);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {}
            var text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
            return text.lines().findFirst().orElse("");
        }
    }

    private static Optional<String> connects(URI address) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), (int) PATIENCE.toMillis());
            return Optional.empty();
        }
    }

    private Optional<String> registry() throws Exception {
        var registry = environment.getOrDefault("EMROPS_REGISTRY", "");
        if (registry.isEmpty()) {
            return Optional.of("EMROPS_REGISTRY is not set");
        }
        var url = registry.contains("://") ? registry : "http://" + registry;
        var client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .proxy(ProxySelector.of(null))
                .build();
        var request = HttpRequest.newBuilder(URI.create(url + "/v2/"))
                .timeout(PATIENCE)
                .build();
        var status = client.send(request, BodyHandlers.discarding()).statusCode();
        return status == 200 || status == 401 ? Optional.empty() : Optional.of(url + "/v2/ answers " + status);
    }

    private Optional<String> smtp() throws Exception {
        var server = environment.getOrDefault("EMROPS_SMTP", "");
        if (server.isEmpty()) {
            return Optional.of("EMROPS_SMTP is not set");
        }
        var address = URI.create("smtp://" + server);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var greeting = new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
            return greeting.matches("220[ -]") ? Optional.empty() : Optional.of(server + " is no SMTP server");
        }
    }

    private Optional<String> composeV1() throws Exception {
        return compose(commandOr("EMROPS_COMPOSE_V1", "docker-compose"), "1");
    }

    private Optional<String> composeV2() throws Exception {
        return compose(commandOr("EMROPS_COMPOSE_V2", "docker", "compose"), "[2-9]|\\d\\d+");
    }

    private static Optional<String> tmux() throws Exception {
        return run(List.of("tmux", "-V")).isPresent() ? Optional.empty() : Optional.of("tmux does not run");
    }

    private Optional<String> chromium() throws Exception {
        var command = new ArrayList<>(commandOr("EMROPS_CHROMIUM", "chromium"));
        command.add("--version");
        return run(command).isPresent() ? Optional.empty() : Optional.of(command.get(0) + " does not run");
    }

    /** It may be there and still not be allowed to look, as in many containers. */
    private static Optional<String> strace() throws Exception {
        return run(List.of("strace", "-f", "-qq", "-e", "trace=none", "true")).isPresent()
                ? Optional.empty()
                : Optional.of("strace does not run, or may not trace a process");
    }

    private static Optional<String> freetds() throws Exception {
        return run(List.of("tsql", "-C")).isPresent() ? Optional.empty() : Optional.of("tsql does not run");
    }

    private Optional<String> tedious() throws Exception {
        return npmPackage("EMROPS_TEDIOUS", "tedious");
    }

    private Optional<String> powerShellGrammar() throws Exception {
        var runner = npmPackage("EMROPS_POWERSHELL_GRAMMAR", "web-tree-sitter");
        return runner.isPresent() ? runner : grammarIn(environment.getOrDefault("EMROPS_POWERSHELL_GRAMMAR", ""));
    }

    private static Optional<String> grammarIn(String directory) {
        var grammar = Path.of(directory, "node_modules", "tree-sitter-powershell", "tree-sitter-powershell.wasm");
        return Files.isRegularFile(grammar) ? Optional.empty() : Optional.of("there is no " + grammar);
    }

    /** In a directory that a variable names. */
    private Optional<String> npmPackage(String variable, String name) throws Exception {
        var directory = environment.getOrDefault(variable, "");
        if (directory.isBlank()) {
            return Optional.of(variable + " is not set");
        }
        var load = "require('module').createRequire(process.argv[1] + '/node_modules/any.js')(process.argv[2])";
        return run(List.of("node", "-e", load, directory, name)).isPresent()
                ? Optional.empty()
                : Optional.of("node does not load " + Path.of(directory, "node_modules", name));
    }

    private Optional<String> haproxy() throws Exception {
        var command = new ArrayList<>(commandOr("EMROPS_HAPROXY", "haproxy"));
        command.add("-v");
        return run(command).filter(version -> version.startsWith("HAProxy ")).isPresent()
                ? Optional.empty()
                : Optional.of(command.get(0) + " does not run");
    }

    private Optional<String> bind() throws Exception {
        var command = new ArrayList<>(commandOr("EMROPS_BIND", "named"));
        command.add("-v");
        return run(command).filter(version -> version.startsWith("BIND ")).isPresent()
                ? Optional.empty()
                : Optional.of(command.get(0) + " does not run");
    }

    private Optional<String> redis() throws Exception {
        var command = new ArrayList<>(commandOr("EMROPS_REDIS", "redis-server"));
        command.add("--version");
        return run(command)
                        .filter(version -> version.startsWith("Redis server "))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(command.get(0) + " does not run");
    }

    private Optional<String> nginx() throws Exception {
        var command = new ArrayList<>(commandOr("EMROPS_NGINX", "nginx"));
        command.add("-v");
        // It tells it on its standard error.
        return run(command).isPresent() ? Optional.empty() : Optional.of(command.get(0) + " does not run");
    }

    /** It tells no version, only how it is used. */
    private Optional<String> pebble() throws Exception {
        var program = commandOr("EMROPS_PEBBLE", "pebble").get(0);
        return run(List.of("/bin/sh", "-c", "command -v \"$0\" && command -v \"$0-challtestsrv\"", program))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(program + " does not run");
    }

    private static Optional<String> certbot() throws Exception {
        return run(List.of("certbot", "--version"))
                        .filter(version -> version.startsWith("certbot "))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("certbot does not run");
    }

    private static Optional<String> openssl() throws Exception {
        return run(List.of("openssl", "version"))
                        .filter(version -> version.startsWith("OpenSSL "))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("openssl does not run");
    }

    /** Debian's Python: another one on the path does not see Debian's packages. */
    private static Optional<String> pywinrm() throws Exception {
        return run(List.of("/usr/bin/python3", "-c", "import winrm, requests_kerberos"))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("/usr/bin/python3 does not import winrm and requests_kerberos");
    }

    private static Optional<String> ansible() throws Exception {
        var winrm = pywinrm();
        return winrm.isPresent()
                        || run(List.of("/usr/bin/ansible", "--version")).isPresent()
                ? winrm
                : Optional.of("/usr/bin/ansible does not run");
    }

    private static Optional<String> goWinrm() throws Exception {
        return goSource("masterzen/winrm/client.go");
    }

    private static Optional<String> goWinrmServer() throws Exception {
        return goSource("dylanmei/winrmtest/remote.go");
    }

    private static Optional<String> goSource(String file) throws Exception {
        var source = Path.of("/usr/share/gocode/src/github.com", file);
        return Files.exists(source) && run(List.of("go", "version")).isPresent()
                ? Optional.empty()
                : Optional.of("go does not run, or " + source + " is missing");
    }

    private static Optional<String> sshClient() throws Exception {
        return run(List.of("ssh", "-V")).isPresent() ? Optional.empty() : Optional.of("ssh does not run");
    }

    /** With the library that gives it users of a test's own; without it, the loader says so before the program says anything. */
    private Optional<String> sshd() throws Exception {
        var program = commandOr("EMROPS_SSHD", "/usr/sbin/sshd").get(0);
        var said = run(List.of("/bin/sh", "-c", "LD_PRELOAD=libnss_wrapper.so exec \"$0\" -V 2>&1", program));
        if (said.filter(version -> version.startsWith("OpenSSH_")).isEmpty()) {
            return Optional.of(program + " does not run, or not with libnss_wrapper.so");
        }
        return Files.isDirectory(Path.of("/run/sshd")) ? Optional.empty() : Optional.of("there is no /run/sshd");
    }

    /** MIT's KDC says how it is used, and fails, when it is asked nothing that it knows. */
    private Optional<String> kerberos() throws Exception {
        var root = Path.of(commandOr("EMROPS_KERBEROS", "/").get(0));
        var kdc = root.resolve("usr/sbin/krb5kdc").toString();
        if (run(List.of("/bin/sh", "-c", "\"$0\" -? 2>&1 || true", kdc))
                .filter(said -> said.contains("usage: krb5kdc"))
                .isEmpty()) {
            return Optional.of(kdc + " does not run");
        }
        var module = root.resolve("usr/lib/apache2/modules/mod_auth_gssapi.so");
        var apache = root.resolve("usr/sbin/apache2").toString();
        return Files.exists(module) && run(List.of(apache, "-v")).isPresent()
                ? Optional.empty()
                : Optional.of(apache + " does not run, or " + module + " is missing");
    }

    private List<String> commandOr(String variable, String... command) {
        return Optional.ofNullable(environment.get(variable))
                .filter(set -> !set.isBlank())
                .map(List::of)
                .orElse(List.of(command));
    }

    private static Optional<String> compose(List<String> command, String major) throws Exception {
        var words = new ArrayList<>(command);
        words.addAll(List.of("version", "--short"));
        var version = run(words).map(String::strip);
        if (version.isEmpty()) {
            return Optional.of(String.join(" ", command) + " does not run");
        }
        return version.get().matches("v?(" + major + ")\\..*")
                ? Optional.empty()
                : Optional.of(String.join(" ", command) + " is version " + version.get());
    }

    /** What a command prints; empty if it is not there, fails or takes too long. */
    private static Optional<String> run(List<String> command) throws InterruptedException, IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            process.getOutputStream().close();
            var ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return ended && process.exitValue() == 0
                    ? Optional.of(new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8))
                    : Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
