package io.emrops.certificates.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.Progress;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.certificates.x509.Encodings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders as certbot and Kubernetes leave them have links, and no more. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class PemFolderTest {
    @TempDir
    Path folder;

    private Path archive;
    private Path live;

    @BeforeEach
    void certificate() throws Exception {
        archive = Files.createDirectory(folder.resolve("archive"));
        live = Files.createDirectory(folder.resolve("live"));
        var issued = SelfSigned.issuer().issue(CertificateOrder.of("emr.example"), Progress.none());
        Files.writeString(archive.resolve("fullchain1.pem"), Encodings.pem(issued.chain()));
    }

    private static List<FoundCertificate> in(Path folder) {
        return PemFolder.at(folder).certificates();
    }

    @Test
    void links_to_files_and_to_folders_are_followed() throws Exception {
        Files.createSymbolicLink(live.resolve("fullchain.pem"), Path.of("../archive/fullchain1.pem"));
        var link = Files.createSymbolicLink(folder.resolve("link"), live);

        for (var each : List.of(live, link)) {
            assertThat(in(each)).singleElement().satisfies(found -> {
                assertThat(found.place()).endsWith("fullchain.pem");
                assertThat(found.certificate()).isPresent();
                assertThat(found.key()).isEqualTo(KeyState.ABSENT);
                assertThat(found.faults()).isEmpty();
            });
        }
    }

    @Test
    void a_link_to_nothing_is_told_and_a_loop_is_gone_once() throws Exception {
        Files.createSymbolicLink(live.resolve("gone.pem"), Path.of("../archive/fullchain2.pem"));
        Files.createSymbolicLink(live.resolve("loop"), folder);

        assertThat(in(folder))
                .extracting(
                        found -> Path.of(found.place()).getFileName().toString(),
                        found -> found.faults().isEmpty())
                .containsExactly(tuple("fullchain1.pem", true), tuple("gone.pem", false));
    }

    @Test
    void what_lies_too_deep_is_told() throws Exception {
        var deep = folder.resolve("1/2/3/4/5/6/7/8/9");
        Files.createDirectories(deep);
        Files.copy(archive.resolve("fullchain1.pem"), deep.resolve("deep.pem"));

        assertThat(in(folder.resolve("1")))
                .singleElement()
                .satisfies(
                        found -> assertThat(found.faults()).containsExactly("it lies too deep to be looked through"));
    }
}
