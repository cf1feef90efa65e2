package io.emrops.windows.certificate;

import static io.emrops.windows.certificate.CertificateScene.SITE;
import static io.emrops.windows.certificate.CertificateScene.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.testkit.Canary;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.RecordingListener;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.certificate.CertificateScene.Way;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The password of a PKCS#12 file, and the key in it, leave no trace but where they are to go. */
final class CertificateSecretsTest {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @TempDir
    Path directory;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<String> told = new ArrayList<>();
    private final Canary password = Canary.of("Pfx\"/+&% of emrnext-\\4711");
    private final TestCertificate certificate = certificate("emrnext");
    private CertificateScene scene;
    private Level level;

    @BeforeEach
    void begin() throws Exception {
        scene = new CertificateScene(directory, Way.LOCAL);
        level = ROOT.getLevel();
        ROOT.setLevel(Level.TRACE);
        logged.start();
        ROOT.addAppender(logged);
    }

    @AfterEach
    void end() {
        ROOT.detachAppender(logged);
        ROOT.setLevel(level);
        scene.close();
    }

    /** The stand-in behind a program that writes down what a list of processes would show. */
    private PowerShellHost watched() throws Exception {
        var program = Files.writeString(
                directory.resolve("watched"),
                "#!/bin/sh\nprintf '%s\\n' \"$@\" >>'" + directory.resolve("arguments") + "'\nenv >>'"
                        + directory.resolve("arguments") + "'\nexec '" + scene.scripted.standIn(directory)
                        + "' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return PowerShellHost.local()
                .program(program.toString())
                .rawErrors(told::add)
                .build();
    }

    /** The private key and the file, at any alignment of Base64, and in hexadecimal. */
    private List<String> traces(byte[] pfx) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(pfx), password.value().toCharArray());
        var key = store.getKey("server", password.value().toCharArray()).getEncoded();
        var traces = new ArrayList<String>();
        // The scalar of an EC key, and the part of the file that is encrypted.
        for (var bytes :
                List.of(Arrays.copyOfRange(key, key.length - 32, key.length), Arrays.copyOfRange(pfx, 200, 260))) {
            for (var from = 0; from < 3; from++) {
                traces.add(Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, from + 24)));
            }
            traces.add(HexFormat.of().formatHex(bytes));
            traces.add(HexFormat.of().withUpperCase().formatHex(bytes));
        }
        return traces;
    }

    @Test
    void neither_shows_anywhere() throws Exception {
        var pfx = certificate.pfx(password.value().toCharArray());
        var file = Files.write(directory.resolve("emrnext.pfx"), pfx);
        var runs = new InMemoryRunStore();
        var events = new RecordingListener();
        try (var host = watched();
                var engine = Emrops.builder(runs, new InMemoryLeases())
                        .listener(events)
                        .build()) {
            var store = WindowsCertificateStore.on(host);
            var book = Runbook.define("import", "Import", rb -> {
                var imported = rb.step(
                        "import",
                        "Import",
                        WindowsCertificates.importPfx(store, file, password.secret(), ImportOptions.usual()));
                rb.action("fail", "Fail", run -> {
                            store.bind(SITE, run.get(imported).thumbprint());
                            throw new StepFailedException("the password is " + password.value());
                        })
                        .nothingToUndo("on purpose");
            });
            tell(engine.plan(book, RunRequest.by("m.meier")).toMarkdown() + book.toMarkdown());
            var report = engine.start(book, RunRequest.by("m.meier")).await();
            tell(report.toMarkdown() + report.toJson() + report.toHtml());
            assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
            tell(catchThrowable(report::orThrow));
            tell(catchThrowable(() -> engine.undo(book, report.runId(), ResumeRequest.by("m.meier"))
                    .await()
                    .orThrow()));
            tell(catchThrowable(
                    () -> store.importPfx(pfx, Secret.of("another one".toCharArray()), ImportOptions.usual())));
            scene.certificates.readsAes(false);
            store.bind(SITE, "", Optional.empty());
            store.remove(CertificateScene.thumbprint(certificate));
            tell(catchThrowable(() -> store.importPfx(pfx, password.secret(), ImportOptions.usual())));
            for (var record : runs.read(report.runId())) {
                tell(new String(record, StandardCharsets.UTF_8));
            }
        }
        events.events().forEach(event -> tell(event.toString()));
        logged.list.forEach(
                line -> tell(line.getFormattedMessage() + ThrowableProxyUtil.asString(line.getThrowableProxy())));
        scene.scripted.commands().forEach(command -> tell(command.toString()));
        tell(Files.readString(directory.resolve("arguments")));

        var traces = traces(pfx);
        assertThat(told).hasSizeGreaterThan(20).anyMatch(text -> text.contains("-EncodedCommand"));
        for (var text : told) {
            password.requireNotIn(text);
            assertThat(traces).noneMatch(text::contains);
        }
    }

    private void tell(String text) {
        told.add(text);
    }

    private void tell(Throwable thrown) {
        var stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        tell(stack.toString());
    }
}
