package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupRequest;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.notice.Notice;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedHospitalTest {
    @Test
    void at_first_version_1_runs_and_is_healthy() throws Exception {
        try (var hospital = EmbeddedHospital.start()) {
            var answer = health(hospital);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(answer.body())
                    .matches("\\{\"status\":\"healthy\",\"database\":\"connected\",\"cache\":\"connected\","
                            + "\"uptime\":\\d+,\"version\":\"1.0.0\"}");
        }
    }

    @Test
    void the_api_tells_which_version_runs() throws Exception {
        try (var hospital = EmbeddedHospital.start()) {
            rollOut(hospital, "2.0.0");

            assertThat(health(hospital).body()).contains("\"version\":\"2.0.0\"", "\"status\":\"healthy\"");
        }
    }

    @Test
    void the_broken_version_answers_503_until_it_is_rolled_back() throws Exception {
        try (var hospital = EmbeddedHospital.start()) {
            var before = hospital.deployer().current();

            assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> rollOut(hospital, "2.1.0"));
            var broken = health(hospital);
            hospital.deployer().rollBack(before, Progress.none());
            var repaired = health(hospital);

            assertThat(broken.statusCode()).isEqualTo(503);
            assertThat(broken.body()).contains("\"status\":\"unhealthy\"", "\"version\":\"2.1.0\"");
            assertThat(repaired.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_application_that_does_not_run_or_lacks_its_database_answers_503() throws Exception {
        try (var hospital = EmbeddedHospital.start()) {
            hospital.database().goDown();
            var withoutDatabase = health(hospital);
            hospital.deployer().rollBack(Release.nothing(Instant.EPOCH), Progress.none());
            var stopped = health(hospital);

            assertThat(withoutDatabase.statusCode()).isEqualTo(503);
            assertThat(withoutDatabase.body()).contains("\"database\":\"disconnected\"");
            assertThat(stopped.statusCode()).isEqualTo(503);
            assertThat(stopped.body()).contains("\"status\":\"stopped\"");
        }
    }

    @Test
    void asking_the_api_is_no_call_of_the_fakes() throws Exception {
        try (var hospital = EmbeddedHospital.start()) {
            health(hospital);

            assertThat(hospital.deployer().calls()).isEmpty();
            assertThat(hospital.database().calls()).isEmpty();
        }
    }

    @Test
    void what_was_kept_is_there_when_it_is_started_again(@TempDir Path directory) throws Exception {
        try (var hospital = EmbeddedHospital.start(directory.resolve("hospital"))) {
            rollOut(hospital, "2.0.0");
            hospital.backups().backup(new BackupRequest("EMRNext", Backup.Kind.FULL, true, "key"), Progress.none());
            hospital.notifier().send(new Notice("all", "Done", ""), "key");
        }

        try (var hospital = EmbeddedHospital.start(directory.resolve("hospital"))) {
            assertThat(health(hospital).body()).contains("\"version\":\"2.0.0\"");
            assertThat(hospital.backups().find("key")).isPresent();
            assertThat(hospital.notifier().delivered()).hasSize(1);
        }
    }

    @Test
    void a_closed_hospital_does_not_answer() {
        var hospital = EmbeddedHospital.start();

        hospital.close();
        hospital.close();

        assertThatThrownBy(() -> health(hospital)).isInstanceOf(IOException.class);
    }

    private static void rollOut(EmbeddedHospital hospital, String version) throws InterruptedException {
        hospital.deployer().rollOut(new ReleaseRequest(version, "key-" + version), Progress.none());
    }

    private static HttpResponse<String> health(EmbeddedHospital hospital) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(hospital.healthUrl()).build(), HttpResponse.BodyHandlers.ofString());
    }
}
