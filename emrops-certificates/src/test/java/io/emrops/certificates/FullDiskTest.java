package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emrops.EmropsException;
import io.emrops.Progress;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.network.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk of a test's own, with less and less room on it. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example");
    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", disk.toString()) == 0,
                "only root mounts disks");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private ServiceCertificate service() {
        return ServiceCertificate.of("emrnext", "emr.example")
                .place(
                        PemFiles.at(disk.resolve("emr.crt"), disk.resolve("emr.key")),
                        ServiceReload.none(),
                        new Endpoint("127.0.0.1", 1))
                .issuedBy(SelfSigned.issuer())
                .seenFrom(new FilesAsServers(disk.resolve("emr.crt")))
                .shownWithin(Duration.ofSeconds(1))
                .build();
    }

    /** Leaves so many bytes. */
    private Path fill(long left) throws IOException {
        var filler = disk.resolve("filler");
        var room = Files.getFileStore(disk).getUsableSpace();
        Files.write(filler, new byte[(int) Math.max(0, room - left)]);
        return filler;
    }

    @Test
    void there_is_room_or_the_old_one_is_served() throws Exception {
        service().rotate("begin", ORDER, Progress.none());
        var failures = new ArrayList<String>();
        for (var left = 0; left <= 16 * PAGE; left += PAGE) {
            var before = service().status().endingFirst().orElseThrow();
            var change = "with-" + left;
            var filler = fill(left);
            var failed = false;
            try {
                service().rotate(change, ORDER, Progress.none());
            } catch (EmropsException e) {
                failed = true;
                failures.add(e.getMessage());
            }
            Files.delete(filler);
            assertThat(service().status().faults()).isEmpty();
            assertThat(service().status().endingFirst().orElseThrow().equals(before))
                    .as("%d bytes left, failed: %s", left, failed)
                    .isEqualTo(failed);

            if (failed) {
                var rotation = service().rotate(change, ORDER, Progress.none());
                assertThat(service().status().endingFirst()).contains(rotation.now());
            }
        }
        assertThat(failures).hasSizeBetween(1, 16).allMatch(message -> message.contains("the disk is full"));
    }
}
