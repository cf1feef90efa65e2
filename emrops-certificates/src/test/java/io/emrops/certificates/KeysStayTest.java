package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.HotSpotDiagnosticMXBean;
import io.emrops.InDoubt;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.Certificates;
import io.emrops.certificate.KeyKind;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.core.Emrops;
import io.emrops.network.Endpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A private key is in its store, and nowhere else: not in the journal, the report, or the memory of whoever had it made. */
@Timeout(120)
class KeysStayTest {
    private static final CertificateOrder ORDER =
            CertificateOrder.of("emr.example").with(KeyKind.RSA_2048);
    private static final String PASSWORD = "a canary of a password";

    private static final int NUMBERS = 2;

    @TempDir
    Path folder;

    @Test
    void a_key_is_in_its_store_alone() throws Exception {
        var certificate = folder.resolve("emr.crt");
        var key = folder.resolve("emr.key");
        var locked = folder.resolve("locked.key");
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var level = root.getLevel();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        String report;
        try {
            report = rotated(certificate, key, locked);
        } finally {
            root.setLevel(level);
            root.detachAppender(log);
        }
        var logged = log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));
        log.list.clear();
        var dump = folder.resolve("heap.hprof");
        // With a garbage collection before: what nobody holds any more is not meant.
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);

        // Not before, or the memory would hold it on behalf of this test.
        var canaries = canaries(Files.readString(key));
        assertThat(canaries).hasSizeGreaterThan(20);
        for (var text : canaries) {
            assertThat(report).doesNotContain(text);
            assertThat(logged).doesNotContain(text);
        }
        assertThat(logged).isNotEmpty().doesNotContain(PASSWORD);
        assertThat(report).doesNotContain(PASSWORD).contains("emr.example");
        try (var files = Files.walk(folder.resolve("journal"))) {
            for (var each : files.filter(Files::isRegularFile).toList()) {
                assertThat(holds(each, canaries)).as(each.toString()).isEmpty();
            }
        }
        // Of its numbers, the JDK itself keeps the exponent of an RSA key that has signed, for its defence against
        // timing.
        assertThat(holds(dump, canaries.subList(0, canaries.size() - NUMBERS))).isEmpty();
        assertThat(Files.readString(locked)).contains("ENCRYPTED").doesNotContain(canaries.get(3));
    }

    private String rotated(Path certificate, Path key, Path locked) throws Exception {
        var emr = ServiceCertificate.of("emrnext", "emr.example")
                .place(PemFiles.at(certificate, key), ServiceReload.none(), new Endpoint("127.0.0.1", 1))
                .place(
                        PemFiles.at(folder.resolve("locked.crt"), locked, Secret.of(PASSWORD.toCharArray())),
                        ServiceReload.none(),
                        new Endpoint("127.0.0.1", 2))
                .issuedBy(SelfSigned.issuer())
                .seenFrom(new FilesAsServers(certificate, folder.resolve("locked.crt")))
                .build();
        var book = Runbook.define(
                "rotation",
                "Rotation",
                rb -> rb.step("rotate", "Rotate", Certificates.rotate(emr, ORDER))
                        .inDoubt(InDoubt.rerun()));
        try (var engine = Emrops.engine(folder.resolve("journal"))) {
            var report = engine.start(book, RunRequest.by("m.meier")).await();
            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
            return report.toMarkdown() + report.toHtml() + report.toJson();
        }
    }

    /** Lines of its text, and parts of its bytes. */
    private static List<String> canaries(String pem) {
        var lines =
                new ArrayList<>(pem.lines().filter(line -> line.length() == 64).toList());
        // The first lines are alike in all keys of a kind.
        lines.remove(0);
        var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
        lines.add(new String(Arrays.copyOfRange(der, 500, 530), StandardCharsets.ISO_8859_1));
        lines.add(new String(Arrays.copyOfRange(der, 700, 730), StandardCharsets.ISO_8859_1));
        return lines;
    }

    private static List<String> holds(Path file, List<String> canaries) throws IOException {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return canaries.stream().filter(text::contains).toList();
    }
}
