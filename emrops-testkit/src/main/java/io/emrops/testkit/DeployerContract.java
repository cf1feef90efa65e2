package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.RestartRequest;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.Service;
import io.emrops.deploy.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Deployer} keeps to. Extend it and say how the deployer of an application is made, and which versions of
 * it there are. The tests leave releases running; each begins by rolling out the first good version.
 */
public abstract class DeployerContract {
    private Deployer deployer;
    private String first;
    private String second;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected DeployerContract() {}

    /** A deployer of an application that may be changed at will; what runs is the test's to replace. */
    protected abstract Deployer deployer() throws Exception;

    /** Two or more versions that become well, and differ in at least one service. */
    protected abstract List<String> goodVersions();

    /** A version that can be had and does not become well. */
    protected abstract String brokenVersion();

    /** A version that cannot be had. */
    protected abstract String missingVersion();

    @BeforeEach
    final void prepare() throws Exception {
        deployer = deployer();
        first = goodVersions().get(0);
        second = goodVersions().get(1);
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() throws Exception {
        var before = deployer.target();

        rollOut(first);

        assertThat(deployer.target()).isEqualTo(before);
    }

    @Test
    void a_good_version_runs_after_its_roll_out_and_is_found_under_its_key() throws Exception {
        var key = key();

        var release = deployer.rollOut(new ReleaseRequest(first, key), Progress.none());

        assertThat(release.version()).isEqualTo(first);
        assertThat(release.isNothing()).isFalse();
        assertThat(deployer.current()).isEqualTo(release);
        assertThat(deployer.find(key)).contains(release);
        assertThat(deployer.find(key())).isEmpty();
        assertAllWell(release);
    }

    @Test
    void a_roll_out_under_the_same_key_again_leaves_the_same_running() throws Exception {
        var key = key();
        var once = deployer.rollOut(new ReleaseRequest(first, key), Progress.none());

        var twice = deployer.rollOut(new ReleaseRequest(first, key), Progress.none());

        assertThat(twice.runsTheSameAs(once)).isTrue();
        assertThat(deployer.find(key))
                .hasValueSatisfying(
                        found -> assertThat(found.runsTheSameAs(once)).isTrue());
    }

    @Test
    void what_was_replaced_is_not_found_any_more() throws Exception {
        var key = key();
        deployer.rollOut(new ReleaseRequest(first, key), Progress.none());

        rollOut(second);

        assertThat(deployer.find(key)).isEmpty();
    }

    @Test
    void a_preview_tells_what_would_change_and_changes_nothing() throws Exception {
        var before = rollOut(first);

        var changes = deployer.preview(ReleaseRequest.preview(second));

        assertThat(changes).isNotEmpty().allMatch(line -> !line.isBlank());
        assertThat(deployer.current()).isEqualTo(before);
        assertThat(deployer.preview(ReleaseRequest.preview(second))).isEqualTo(changes);
    }

    @Test
    void the_preview_of_what_runs_is_empty() throws Exception {
        rollOut(first);

        assertThat(deployer.preview(ReleaseRequest.preview(first))).isEmpty();
    }

    @Test
    void fetching_a_version_does_not_touch_what_runs() throws Exception {
        var before = rollOut(first);

        deployer.pull(new ReleaseRequest(second, key()), Progress.none());
        deployer.pull(new ReleaseRequest(second, key()), Progress.none());

        assertThat(deployer.current()).isEqualTo(before);
        assertAllWell(before);
    }

    @Test
    void a_missing_version_is_refused_and_what_runs_is_untouched() throws Exception {
        var before = rollOut(first);
        var missing = new ReleaseRequest(missingVersion(), key());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> deployer.preview(ReleaseRequest.preview(missingVersion())));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> deployer.pull(missing, Progress.none()));
        assertThatThrownBy(() -> deployer.rollOut(missing, Progress.none()))
                .isInstanceOfAny(PreconditionFailedException.class, StepFailedException.class);

        assertThat(deployer.current()).isEqualTo(before);
        assertThat(deployer.find(missing.operationKey())).isEmpty();
        assertAllWell(before);
    }

    @Test
    void a_broken_version_fails_and_what_ran_before_can_be_brought_back() throws Exception {
        var before = rollOut(first);

        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> rollOut(brokenVersion()));
        assertThat(deployer.status()).anyMatch(status -> !status.ok());
        var back = deployer.rollBack(before, Progress.none());

        assertThat(back.runsTheSameAs(before)).isTrue();
        assertThat(back.variables()).isEqualTo(before.variables());
        assertThat(deployer.current()).isEqualTo(back);
        assertAllWell(before);
    }

    @Test
    void an_older_release_comes_back_exactly() throws Exception {
        var before = rollOut(first);
        var key = key();
        deployer.rollOut(new ReleaseRequest(second, key), Progress.none());

        var back = deployer.rollBack(before, Progress.none());

        assertThat(back.version()).isEqualTo(first);
        assertThat(back.services()).isEqualTo(before.services());
        assertThat(deployer.find(key)).isEmpty();
    }

    @Test
    void bringing_back_what_runs_changes_nothing() throws Exception {
        var release = rollOut(first);

        deployer.rollBack(release, Progress.none());
        deployer.rollBack(release, Progress.none());

        assertThat(deployer.current()).isEqualTo(release);
        assertAllWell(release);
    }

    @Test
    void going_back_to_nothing_removes_the_services() throws Exception {
        rollOut(first);
        var nothing = Release.nothing(Instant.EPOCH);

        deployer.rollBack(nothing, Progress.none());
        var again = deployer.rollBack(nothing, Progress.none());

        assertThat(again.isNothing()).isTrue();
        assertThat(deployer.current().isNothing()).isTrue();
        assertThat(deployer.status()).noneMatch(ServiceStatus::ok);
        assertAllWell(rollOut(first));
    }

    @Test
    void a_restart_changes_no_version() throws Exception {
        var release = rollOut(first);
        var service = release.services().get(0).name();

        deployer.restart(service, Progress.none());

        assertThat(deployer.current().runsTheSameAs(release)).isTrue();
        assertAllWell(release);
    }

    @Test
    void a_restart_of_any_kind_changes_no_version() throws Exception {
        var release = rollOut(first);
        var service = release.services().get(0).name();

        for (var request : List.of(
                RestartRequest.rolling(service).grace(Duration.ofSeconds(1)),
                RestartRequest.atOnce(service),
                RestartRequest.forced(service))) {
            assertThat(deployer.preview(request)).isNotEmpty().allMatch(line -> line.contains(service));
            deployer.restart(request, Progress.none());

            assertThat(deployer.current().runsTheSameAs(release)).isTrue();
            assertAllWell(release);
        }
    }

    @Test
    void what_is_not_there_is_not_restarted() throws Exception {
        var release = rollOut(first);
        var missing = "missing-" + release.services().get(0).name();

        for (var request : List.of(
                RestartRequest.rolling(missing), RestartRequest.atOnce(missing), RestartRequest.forced(missing))) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> deployer.restart(request, Progress.none()));
        }
    }

    @Test
    void what_is_created_again_is_what_ran_before() throws Exception {
        var key = key();
        var before = deployer.rollOut(new ReleaseRequest(first, key), Progress.none());

        var again = deployer.recreate(Progress.none());

        assertThat(again.runsTheSameAs(before)).isTrue();
        assertThat(again.version()).isEqualTo(first);
        assertThat(again.variables()).isEqualTo(before.variables());
        assertThat(deployer.current()).isEqualTo(again);
        assertAllWell(before);
    }

    @Test
    void what_was_stopped_is_created_again_as_it_was() throws Exception {
        var before = rollOut(first);
        deployer.stop(Progress.none());

        var again = deployer.recreate(Progress.none());

        assertThat(again.runsTheSameAs(before)).isTrue();
        assertAllWell(before);
    }

    @Test
    void where_nothing_runs_nothing_is_created_again() throws Exception {
        rollOut(first);
        deployer.rollBack(Release.nothing(Instant.EPOCH), Progress.none());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> deployer.recreate(Progress.none()));
        assertThat(deployer.current().isNothing()).isTrue();
    }

    @Test
    void a_rolling_roll_out_leads_to_the_same_as_one_at_once() throws Exception {
        var before = rollOut(first);
        var key = key();

        var release = deployer.rollOut(new ReleaseRequest(second, key).rolling(), Progress.none());

        assertThat(release.version()).isEqualTo(second);
        assertThat(release.runsTheSameAs(before)).isFalse();
        assertThat(deployer.current()).isEqualTo(release);
        assertThat(deployer.find(key)).contains(release);
        assertAllWell(release);
        assertThat(rollOut(second).runsTheSameAs(release)).isTrue();
    }

    @Test
    void a_rolling_roll_out_under_the_same_key_again_leaves_the_same_running() throws Exception {
        var request = new ReleaseRequest(first, key()).rolling();
        rollOut(second);
        var once = deployer.rollOut(request, Progress.none());

        var twice = deployer.rollOut(request, Progress.none());

        assertThat(twice.runsTheSameAs(once)).isTrue();
        assertThat(deployer.preview(ReleaseRequest.preview(first).rolling())).isEmpty();
        assertThat(deployer.find(request.operationKey())).isPresent();
        assertAllWell(once);
    }

    @Test
    void a_rolling_roll_out_begins_where_nothing_runs() throws Exception {
        var before = rollOut(first);
        deployer.rollBack(Release.nothing(Instant.EPOCH), Rollout.ROLLING, Progress.none());
        assertThat(deployer.current().isNothing()).isTrue();

        var release = deployer.rollOut(new ReleaseRequest(first, key()).rolling(), Progress.none());

        assertThat(release.services()).extracting(Service::name).containsExactlyInAnyOrderElementsOf(names(before));
        assertAllWell(release);
    }

    @Test
    void a_missing_version_is_refused_rolling_and_what_runs_is_untouched() throws Exception {
        var before = rollOut(first);
        var missing = new ReleaseRequest(missingVersion(), key()).rolling();

        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> deployer.preview(missing));
        assertThatThrownBy(() -> deployer.rollOut(missing, Progress.none()))
                .isInstanceOfAny(PreconditionFailedException.class, StepFailedException.class);

        assertThat(deployer.current()).isEqualTo(before);
        assertAllWell(before);
    }

    @Test
    void behind_a_broken_version_that_was_to_come_rolling_the_old_one_works_on() throws Exception {
        var before = rollOut(first);
        var key = key();

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(
                        () -> deployer.rollOut(new ReleaseRequest(brokenVersion(), key).rolling(), Progress.none()));
        assertThat(deployer.status())
                .as("as many instances are well as before")
                .filteredOn(s -> before.service(s.service())
                        .filter(was -> s.healthy() >= was.replicas())
                        .isPresent())
                .hasSameSizeAs(before.services());
        assertThat(deployer.find(key)).isEmpty();
        var back = deployer.rollBack(before, Rollout.ROLLING, Progress.none());

        assertThat(back.runsTheSameAs(before)).isTrue();
        assertThat(back.variables()).isEqualTo(before.variables());
        assertThat(deployer.current()).isEqualTo(back);
        assertAllWell(before);
    }

    @Test
    void a_broken_version_that_was_to_come_rolling_can_be_left_at_once_and_for_another() throws Exception {
        var before = rollOut(first);
        var broken = new ReleaseRequest(brokenVersion(), key()).rolling();

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> deployer.rollOut(broken, Progress.none()));
        var back = deployer.rollBack(before, Progress.none());
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> deployer.rollOut(broken, Progress.none()));
        var after = deployer.rollOut(new ReleaseRequest(second, key()).rolling(), Progress.none());

        assertThat(back.runsTheSameAs(before)).isTrue();
        assertThat(after.services())
                .extracting(Service::replicas)
                .containsExactlyElementsOf(
                        before.services().stream().map(Service::replicas).toList());
        assertAllWell(after);
    }

    @Test
    void an_older_release_comes_back_exactly_when_it_comes_rolling() throws Exception {
        var before = rollOut(first);
        var key = key();
        deployer.rollOut(new ReleaseRequest(second, key), Progress.none());

        var back = deployer.rollBack(before, Rollout.ROLLING, Progress.none());
        var again = deployer.rollBack(before, Rollout.ROLLING, Progress.none());

        assertThat(back.version()).isEqualTo(first);
        assertThat(back.services()).isEqualTo(before.services());
        assertThat(again).isEqualTo(back);
        assertThat(deployer.find(key)).isEmpty();
    }

    @Test
    void what_is_stopped_stays_what_it_is_and_comes_back_as_it_was() throws Exception {
        var key = key();
        var release = deployer.rollOut(new ReleaseRequest(first, key), Progress.none());

        deployer.stop(Progress.none());
        deployer.stop(Progress.none());

        assertThat(deployer.status()).isNotEmpty().noneMatch(ServiceStatus::ok).allMatch(s -> s.running() == 0);
        assertThat(deployer.runningServices()).isEmpty();
        assertThat(deployer.current().runsTheSameAs(release)).isTrue();
        assertThat(deployer.current().variables()).isEqualTo(release.variables());
        assertThat(deployer.find(key)).as("a release that does not run").isEmpty();

        deployer.start(Progress.none());
        deployer.start(Progress.none());

        assertThat(deployer.runningServices()).containsExactlyInAnyOrderElementsOf(names(release));
        assertThat(deployer.current().runsTheSameAs(release)).isTrue();
        assertThat(deployer.find(key)).isPresent();
        assertAllWell(release);
    }

    @Test
    void a_start_leaves_what_runs_alone() throws Exception {
        var release = rollOut(first);

        deployer.start(Progress.none());

        assertThat(deployer.current()).isEqualTo(release);
        assertAllWell(release);
    }

    @Test
    void a_start_does_not_pass_over_what_does_not_become_well() throws Exception {
        rollOut(first);
        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> rollOut(brokenVersion()));
        deployer.stop(Progress.none());

        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> deployer.start(Progress.none()));
    }

    @Test
    void a_release_is_rolled_out_and_back_over_one_that_was_stopped() throws Exception {
        var before = rollOut(first);
        deployer.stop(Progress.none());

        assertAllWell(rollOut(second));
        deployer.stop(Progress.none());
        var back = deployer.rollBack(before, Progress.none());

        assertThat(back.runsTheSameAs(before)).isTrue();
        assertAllWell(before);
    }

    @Test
    void where_nothing_was_rolled_out_nothing_is_stopped_and_nothing_can_be_started() throws Exception {
        rollOut(first);
        deployer.rollBack(Release.nothing(Instant.EPOCH), Progress.none());

        deployer.stop(Progress.none());

        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> deployer.start(Progress.none()));
        assertThat(deployer.current().isNothing()).isTrue();
    }

    @Test
    void errors_of_the_future_have_not_been_logged() throws Exception {
        var release = rollOut(first);

        var findings = deployer.errorsSince(release.since().plusSeconds(86_400));

        assertThat(findings).isEmpty();
    }

    private Release rollOut(String version) throws InterruptedException {
        return deployer.rollOut(new ReleaseRequest(version, key()), Progress.none());
    }

    private void assertAllWell(Release release) {
        assertThat(deployer.status())
                .allMatch(ServiceStatus::ok)
                .extracting(ServiceStatus::service)
                .containsExactlyInAnyOrderElementsOf(names(release));
    }

    private static List<String> names(Release release) {
        return release.services().stream().map(Service::name).toList();
    }

    private static String key() {
        return "contract-" + UUID.randomUUID() + "/deploy#1";
    }
}
