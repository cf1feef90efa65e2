package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Debian's dylanmei/winrmtest, behind what it does not have; {@code serve.go} says what that is. */
final class GoWinrmServer implements AutoCloseable {
    static final String USER = "ops";
    static final String PASSWORD = "correct hörse";

    private static final int BUILD_MINUTES = 5;

    private final Process process;
    private final Path seen;
    private final String certificate;
    private final int port;

    private GoWinrmServer(Process process, Path seen) throws IOException {
        this.process = process;
        this.seen = seen;
        // Its input stays open: it ends with it.
        process.getOutputStream().write((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        var from = process.inputReader(StandardCharsets.US_ASCII);
        var text = new StringBuilder();
        var line = from.readLine();
        while (line != null && !line.matches("\\d+")) {
            text.append(line).append('\n');
            line = from.readLine();
        }
        if (line == null) {
            throw new AssertionError("no port, only: " + text);
        }
        this.certificate = text.toString();
        this.port = Integer.parseInt(line);
    }

    /**
     * @param directory for the program, and what Go keeps
     * @return the program
     */
    static Path build(Path directory) throws Exception {
        var source = Path.of(Objects.requireNonNull(GoWinrmServer.class.getResource("serve.go"))
                .toURI());
        var program = directory.resolve("serve");
        var builder = new ProcessBuilder("go", "build", "-o", program.toString(), source.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("build").toFile());
        builder.environment().put("GOPATH", "/usr/share/gocode");
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOCACHE", directory.resolve("cache").toString());
        var go = builder.start();
        try {
            assertThat(go.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            go.destroyForcibly();
        }
        assertThat(go.exitValue())
                .as(Files.readString(directory.resolve("build")))
                .isZero();
        return program;
    }

    /** @param powerShell the program that is started for each command */
    static GoWinrmServer start(Path program, Path powerShell, Path seen) throws IOException {
        return new GoWinrmServer(
                new ProcessBuilder(program.toString(), USER, powerShell.toString(), seen.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start(),
                seen);
    }

    int port() {
        return port;
    }

    SSLContext trust() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "server",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** The last word of the action of each request, written before it is answered. */
    List<String> seen() throws IOException {
        return Files.readAllLines(seen);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
