package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.ReleaseRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target outlives the process that was at work on it. */
@Timeout(120)
class KilledProcessTest {
    @Test
    void what_a_killed_process_did_to_the_fake_is_seen_by_the_next(@TempDir Path directory) throws Exception {
        var process = start(directory);
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("replaced 1 of 3 services");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        try (var hospital = EmbeddedHospital.start(directory)) {
            assertThat(hospital.deployer().preview(ReleaseRequest.preview("2.0.0")))
                    .containsExactly("service web: 1.0.0 → 2.0.0", "service cache: 1.0.0 → 2.0.0");
            assertThat(hospital.deployer().applied()).hasToString("[pull(2.0.0, run/pull#1)]");
            assertThat(hospital.deployer().find("run/deploy#1")).isEmpty();
        }
    }

    private static Process start(Path directory) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Child.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            var deployer = EmbeddedHospital.start(Path.of(args[0])).deployer();
            deployer.pull(new ReleaseRequest("2.0.0", "run/pull#1"), (done, total, what) -> {});
            deployer.rollOut(new ReleaseRequest("2.0.0", "run/deploy#1"), (done, total, what) -> {
                System.out.println("replaced " + done + " of " + total + " " + what);
                hang();
            });
        }

        private static void hang() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
