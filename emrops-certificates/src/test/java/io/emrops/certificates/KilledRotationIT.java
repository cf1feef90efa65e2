package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.network.Endpoint;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed in the middle of a rotation, and another one goes on with it, or takes it back. */
@Timeout(180)
class KilledRotationIT {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example");

    @TempDir
    Path folder;

    static ServiceCertificateBuilder service(
            Path folder, java.util.function.UnaryOperator<io.emrops.certificate.CertificateStore> stores) {
        var files = List.of(folder.resolve("a.crt"), folder.resolve("b.pem"));
        return ServiceCertificate.of("emrnext", "emr.example")
                .place(
                        stores.apply(PemFiles.at(files.get(0), folder.resolve("a.key"))),
                        ServiceReload.none(),
                        new Endpoint("127.0.0.1", 1))
                .place(
                        stores.apply(PemFiles.combined(files.get(1))),
                        ServiceReload.none(),
                        new Endpoint("127.0.0.1", 2))
                .issuedBy(SelfSigned.issuer())
                .seenFrom(new FilesAsServers(files))
                .shownWithin(Duration.ofSeconds(5));
    }

    /** Rotates, and stops at a moment until it is killed; without a moment it rotates as fast as it can. */
    public static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws Exception {
            var folder = Path.of(args[0]);
            var moments = new Moments(Integer.parseInt(args[2]));
            System.out.println("ready");
            try {
                service(folder, moments::around).build().rotate(args[1], ORDER, Progress.none());
            } catch (Moments.Death e) {
                System.out.println("dying");
                Thread.sleep(60_000);
            }
            System.out.println("done");
        }
    }

    private Process victim(String change, int moment) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString(),
                        change,
                        String.valueOf(moment))
                .redirectError(folder.resolve("error").toFile())
                .start();
    }

    private void awaitWord(BufferedReader said, String word) throws Exception {
        for (var line = said.readLine(); !word.equals(line); line = said.readLine()) {
            assertThat(line).as(Files.readString(folder.resolve("error"))).isNotNull();
        }
    }

    private void assertSound() throws Exception {
        assertThat(service(folder, store -> store).build().status().faults()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.crt", "a.key", "b.pem", "a.crt.archive", "b.pem.archive", "error");
        }
    }

    private String serial() throws Exception {
        return service(folder, store -> store)
                .build()
                .status()
                .endingFirst()
                .orElseThrow()
                .serial();
    }

    @Test
    void another_process_goes_on_or_takes_it_back() throws Exception {
        service(folder, store -> store).build().rotate("begin", ORDER, Progress.none());
        for (var moment = 0; moment < 12; moment += 2) {
            var change = "at-" + moment;
            var before = serial();
            var process = victim(change, moment);
            try (var said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                awaitWord(said, "dying");
            } finally {
                process.destroyForcibly().waitFor();
            }

            if (moment % 4 == 0) {
                var rotation = service(folder, store -> store).build().rotate(change, ORDER, Progress.none());
                assertThat(serial()).isEqualTo(rotation.now().serial()).isNotEqualTo(before);
            } else {
                service(folder, store -> store).build().putBack(change, Progress.none());
                assertThat(serial()).isEqualTo(before);
            }
            assertSound();
        }
    }

    /** In the middle of a file too. */
    @Test
    void at_any_time_at_all() throws Exception {
        service(folder, store -> store).build().rotate("begin", ORDER, Progress.none());
        var random = new Random();
        for (var i = 0; i < 8; i++) {
            var process = victim("any-" + i, -1);
            var after = random.nextInt(250_000_000);
            try (var said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                awaitWord(said, "ready");
                var until = System.nanoTime() + after;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            } finally {
                process.destroyForcibly().waitFor();
            }

            var rotation = service(folder, store -> store).build().rotate("any-" + i, ORDER, Progress.none());
            assertThat(serial())
                    .as("killed after %d ns", after)
                    .isEqualTo(rotation.now().serial());
            assertSound();
        }
    }
}
