package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.LogFinding;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.Service;
import io.emrops.deploy.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeDeployerTest {
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");

    private final ManualTime time = ManualTime.at(START);
    private final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web")
            .version("1.0.0")
            .version("2.0.0")
            .brokenVersion("2.1.0", "api")
            .clock(time::wallClock)
            .alreadyRunning("1.0.0");

    @Test
    void replicas_and_settings_outlast_a_roll_out() throws Exception {
        deployer.replicas("api", 3).setting("EMR_LOG", "info");

        var release = rollOut("2.0.0");

        assertThat(release.service("api")).map(Service::replicas).contains(3);
        assertThat(release.variables()).containsEntry("EMR_LOG", "info");
    }

    @Test
    void only_the_broken_services_of_a_version_are_not_well() {
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> rollOut("2.1.0"))
                .withMessageContaining("api")
                .satisfies(e -> assertThat(e.vendorCode()).contains("unhealthy"));

        assertThat(deployer.status())
                .filteredOn(s -> !s.ok())
                .extracting(ServiceStatus::service)
                .containsExactly("api");
        assertThat(deployer.isWell()).isFalse();
        assertThat(deployer.isWell("web")).isTrue();
        assertThat(deployer.find("key-2.1.0")).isEmpty();
        assertThat(deployer.applied()).hasSize(1);
    }

    @Test
    void a_roll_out_that_breaks_off_leaves_the_services_at_different_versions() throws Exception {
        var before = deployer.current();
        deployer.failMidway(1, new OutcomeUnknownException("lost"));

        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> rollOut("2.0.0"));

        assertThat(deployer.running().version()).isEmpty();
        assertThat(deployer.preview(ReleaseRequest.preview("2.0.0"))).containsExactly("service web: 1.0.0 → 2.0.0");
        assertThat(deployer.find("key-2.0.0")).isEmpty();
        assertThat(deployer.rollBack(before, Progress.none()).runsTheSameAs(before))
                .isTrue();
    }

    @Test
    void a_service_that_was_removed_meanwhile_comes_back_to_its_place() throws Exception {
        var before = deployer.current();
        var withoutApi = new Release("1.0.0", List.of(before.services().get(1)), before.variables(), before.since());
        deployer.rollBack(withoutApi, Progress.none());
        assertThat(deployer.status()).extracting(ServiceStatus::service).containsExactly("web");

        var back = deployer.rollBack(before, Progress.none());

        assertThat(back.runsTheSameAs(before)).isTrue();
    }

    @Test
    void an_interrupt_between_two_services_breaks_a_roll_out_off() {
        var seen = new ArrayList<Long>();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> deployer.rollOut(new ReleaseRequest("2.0.0", "k"), (done, total, what) -> {
                    seen.add(done);
                    Thread.currentThread().interrupt();
                }));

        assertThat(seen).containsExactly(1L);
        assertThat(deployer.running().version()).isEmpty();
    }

    @Test
    void time_of_a_release_is_the_platform_s() throws Exception {
        time.advance(Duration.ofMinutes(5));

        var release = rollOut("2.0.0");

        assertThat(release.since()).isEqualTo(START.plusSeconds(300));
    }

    @Test
    void an_unwell_service_is_well_after_a_restart() throws Exception {
        deployer.turnUnwell("web");
        assertThat(deployer.isWell()).isFalse();

        deployer.restart("web", Progress.none());

        assertThat(deployer.isWell()).isTrue();
    }

    @Test
    void a_broken_service_is_not_well_after_a_restart_either() {
        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> rollOut("2.1.0"));

        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> deployer.restart("api", Progress.none()));
    }

    @Test
    void an_image_that_is_not_to_be_had_is_not_brought_back() {
        var before = deployer.current();
        var other = FakeDeployer.of("emrnext", "api", "web").version("2.0.0").alreadyRunning("2.0.0");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> other.rollBack(before, Progress.none()));

        assertThat(other.running().version()).isEqualTo("2.0.0");
    }

    @Test
    void errors_are_grouped_and_old_ones_left_out() throws Exception {
        deployer.logError("api", "timeout after # ms");
        time.advance(Duration.ofSeconds(10));
        deployer.logError("api", "timeout after # ms");
        deployer.logError("web", "no route");
        time.advance(Duration.ofSeconds(10));
        deployer.logError("api", "timeout after # ms");

        var findings = deployer.errorsSince(START.plusSeconds(5));

        assertThat(findings)
                .containsExactlyInAnyOrder(
                        new LogFinding("api", "timeout after # ms", 2, START.plusSeconds(10), START.plusSeconds(20)),
                        new LogFinding("web", "no route", 1, START.plusSeconds(10), START.plusSeconds(10)));
    }

    @Test
    void other_settings_are_foretold_and_restart_the_services() throws Exception {
        deployer.setting("EMR_LOG", "debug");

        assertThat(deployer.preview(ReleaseRequest.preview("1.0.0")))
                .containsExactly(
                        "service api: restarted with other settings", "service web: restarted with other settings");
        assertThat(rollOut("1.0.0").variables()).containsEntry("EMR_LOG", "debug");
        assertThat(deployer.preview(ReleaseRequest.preview("1.0.0"))).isEmpty();
    }

    @Test
    void what_the_test_gets_wrong_is_told_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> FakeDeployer.of("emrnext"));
        assertThatIllegalArgumentException().isThrownBy(() -> deployer.brokenVersion("3.0.0", "nginx"));
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> deployer.alreadyRunning("9.9.9"));
    }

    @Test
    void fetched_versions_are_remembered() throws Exception {
        deployer.pull(new ReleaseRequest("2.0.0", "k"), Progress.none());

        assertThat(deployer.pulled()).containsExactly("2.0.0");
    }

    private Release rollOut(String version) throws InterruptedException {
        return deployer.rollOut(new ReleaseRequest(version, "key-" + version), Progress.none());
    }
}
