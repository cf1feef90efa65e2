package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.ImageUpdate;
import io.emrops.deploy.ImageUpdate.Part;
import io.emrops.deploy.ImageUpdate.Verdict;
import io.emrops.deploy.ImageUpdates;
import io.emrops.deploy.PatchRequest;
import io.emrops.deploy.Patcher;
import io.emrops.deploy.Release;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.Service;
import io.emrops.deploy.ServiceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Patcher} keeps to. Extend it and say how the patcher of an application is made that runs two services or
 * more, all from a registry and well, and how that registry is moved on. The tests leave what they have patched running.
 */
public abstract class PatcherContract {
    private static final ImagePolicy LAST_TWO = ImagePolicy.keep(2, Duration.ZERO);

    private Patcher patcher;
    private Release before;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected PatcherContract() {}

    /** A patcher of an application that runs what its registry has; what runs is the test's to replace. */
    protected abstract Patcher patcher() throws Exception;

    /** The service that the registry gets newer images for; no other service shares its image. */
    protected abstract String service();

    /** The registry gets another image under the name of {@link #service}, of the same version, and it becomes well. */
    protected abstract void push() throws Exception;

    /** The registry gets another image under the name of {@link #service}, and it does not become well. */
    protected abstract void pushBroken() throws Exception;

    /** The registry does not answer from now on; the platform does. */
    protected abstract void takeRegistryAway() throws Exception;

    /** Whatever tells that the platform has one image more or less. */
    protected abstract Set<String> storedImages() throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        patcher = patcher();
        before = patcher.deployer().current();
    }

    @Test
    void what_the_registry_has_under_its_name_is_current() throws Exception {
        assertThat(before.services()).hasSizeGreaterThan(1);

        assertThat(own(patcher.updates()))
                .hasSameSizeAs(before.services())
                .allMatch(image -> image.verdict() == Verdict.CURRENT);
        assertThat(patcher.target()).isEqualTo(patcher.deployer().target());
    }

    @Test
    void a_newer_image_is_found_for_its_service_alone_and_nothing_is_fetched() throws Exception {
        push();
        var stored = storedImages();

        var found = patcher.updates();

        assertThat(found.patchable()).singleElement().satisfies(update -> {
            assertThat(update.service()).isEqualTo(service());
            assertThat(update.runs()).isEqualTo(digest(before));
            assertThat(update.available()).isNotEmpty().isNotEqualTo(update.runs());
        });
        assertThat(found.unknown()).isEmpty();
        assertThat(storedImages()).isEqualTo(stored);
        assertThat(patcher.deployer().current()).isEqualTo(before);
    }

    @Test
    void a_preview_tells_the_services_that_would_change_and_changes_nothing() throws Exception {
        push();
        var found = patcher.updates();
        var stored = storedImages();

        assertThat(patcher.preview(PatchRequest.preview(found)))
                .singleElement()
                .asString()
                .contains(service());
        assertThat(patcher.preview(PatchRequest.preview(new ImageUpdates(List.of()))))
                .isEmpty();
        assertThat(storedImages()).isEqualTo(stored);
        assertThat(patcher.deployer().current()).isEqualTo(before);
    }

    @Test
    void a_patch_starts_what_was_found_and_leaves_everything_else_as_it_is() throws Exception {
        push();
        var found = patcher.updates();
        var key = key();

        var release = patcher.patch(new PatchRequest(found, key), Progress.none());

        assertThat(digest(release)).isEqualTo(found.patchable().get(0).available());
        assertThat(others(release)).isEqualTo(others(before));
        assertThat(release.version()).isEqualTo(before.version());
        assertThat(release.variables()).isEqualTo(before.variables());
        assertThat(release.service(service()).orElseThrow().replicas())
                .isEqualTo(before.service(service()).orElseThrow().replicas());
        assertThat(patcher.deployer().current()).isEqualTo(release);
        assertThat(patcher.deployer().find(key))
                .hasValueSatisfying(
                        there -> assertThat(there.runsTheSameAs(release)).isTrue());
        assertThat(own(patcher.updates())).allMatch(image -> image.verdict() == Verdict.CURRENT);
        assertThat(patcher.deployer().status()).allMatch(ServiceStatus::ok);
    }

    @Test
    void a_patch_that_is_done_may_be_repeated_although_the_registry_has_moved_on() throws Exception {
        push();
        var request = new PatchRequest(patcher.updates(), key());
        var once = patcher.patch(request, Progress.none());
        push();

        var twice = patcher.patch(request, Progress.none());

        assertThat(twice.runsTheSameAs(once)).isTrue();
        assertThat(patcher.preview(request)).isEmpty();
    }

    @Test
    void without_anything_to_patch_nothing_happens() throws Exception {
        var stored = storedImages();

        var release = patcher.patch(new PatchRequest(patcher.updates(), key()), Progress.none());

        assertThat(release).isEqualTo(before);
        assertThat(patcher.deployer().current()).isEqualTo(before);
        assertThat(storedImages()).isEqualTo(stored);
    }

    @Test
    void the_way_back_leads_to_the_digest_that_ran_before_although_the_name_has_moved() throws Exception {
        push();
        var found = patcher.updates();
        patcher.patch(new PatchRequest(found, key()), Progress.none());

        var back = patcher.deployer().rollBack(before, Progress.none());

        assertThat(back.runsTheSameAs(before)).isTrue();
        assertThat(patcher.deployer().current().runsTheSameAs(before)).isTrue();
        assertThat(patcher.updates().patchable()).isEqualTo(found.patchable());
    }

    @Test
    void what_nobody_has_seen_is_not_installed() throws Exception {
        push();
        var request = new PatchRequest(patcher.updates(), key());
        push();

        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> patcher.preview(request));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> patcher.patch(request, Progress.none()));
        assertThat(patcher.deployer().current()).isEqualTo(before);
    }

    @Test
    void what_was_found_for_another_image_is_not_installed() throws Exception {
        push();
        var found = patcher.updates();
        var other = new ArrayList<ImageUpdate>();
        for (var update : found.patchable()) {
            other.add(new ImageUpdate(
                    update.service(),
                    update.part(),
                    update.image(),
                    update.runs().replaceFirst("[0-9a-f]{8}$", "00000000"),
                    update.available(),
                    update.verdict(),
                    ""));
        }

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> patcher.patch(new PatchRequest(new ImageUpdates(other), key()), Progress.none()));
        assertThat(patcher.deployer().current()).isEqualTo(before);
    }

    @Test
    void a_patch_that_does_not_become_well_is_undone_and_the_others_never_notice() throws Exception {
        pushBroken();
        var request = new PatchRequest(patcher.updates(), key());

        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> patcher.patch(request, Progress.none()));
        var broken = patcher.deployer().status();
        patcher.deployer().rollBack(before, Progress.none());

        assertThat(broken)
                .filteredOn(status -> !status.ok())
                .extracting(ServiceStatus::service)
                .containsExactly(service());
        assertThat(patcher.deployer().find(request.operationKey())).isEmpty();
        assertThat(patcher.deployer().current().runsTheSameAs(before)).isTrue();
        assertThat(patcher.deployer().status()).allMatch(ServiceStatus::ok);
    }

    @Test
    void a_rolling_patch_comes_to_the_same_and_a_broken_one_leaves_the_old_instances_at_work() throws Exception {
        push();
        var good = new PatchRequest(patcher.updates(), key()).rolling();
        var preview = patcher.preview(good);
        var patched = patcher.patch(good, Progress.none());
        pushBroken();
        var broken = new PatchRequest(patcher.updates(), key()).rolling();

        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> patcher.patch(broken, Progress.none()));
        var left = patcher.deployer().current();
        patcher.deployer().rollBack(before, Rollout.ROLLING, Progress.none());

        assertThat(preview).hasSize(1);
        assertThat(digest(patched)).isEqualTo(good.updates().patchable().get(0).available());
        assertThat(digest(left)).isEqualTo(digest(patched));
        assertThat(patcher.deployer().find(broken.operationKey())).isEmpty();
        assertThat(patcher.deployer().current().runsTheSameAs(before)).isTrue();
        assertThat(patcher.deployer().status()).allMatch(ServiceStatus::ok);
    }

    @Test
    void a_registry_that_does_not_answer_leaves_it_unknown_and_nothing_is_patched() throws Exception {
        push();
        var request = new PatchRequest(patcher.updates(), key());
        takeRegistryAway();

        var found = patcher.updates();

        assertThat(own(found)).hasSameSizeAs(before.services()).allSatisfy(image -> {
            assertThat(image.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(image.reason()).isNotBlank();
        });
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> patcher.preview(request));
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> patcher.patch(request, Progress.none()));
        assertThat(patcher.deployer().current()).isEqualTo(before);
    }

    @Test
    void images_beyond_the_last_releases_go_and_those_that_a_roll_back_needs_stay() throws Exception {
        var first = patchOnce();
        patchOnce();
        var stored = storedImages();

        var old = patcher.oldImages(LAST_TWO);
        var untouched = storedImages();
        var pruned = patcher.prune(LAST_TWO, Progress.none());

        assertThat(old.removable())
                .isNotEmpty()
                .allMatch(image -> image.reason().isEmpty());
        assertThat(old.kept()).isNotEmpty().noneMatch(image -> image.reason().isBlank());
        assertThat(untouched).isEqualTo(stored);
        assertThat(pruned.removed()).isEqualTo(old.removable());
        assertThat(pruned.freed()).isGreaterThan(new DataSize(0));
        assertThat(stored).containsAll(storedImages());
        assertThat(storedImages()).hasSizeLessThan(stored.size());
        assertThat(patcher.prune(LAST_TWO, Progress.none()).removed()).isEmpty();

        takeRegistryAway();
        assertThat(patcher.deployer().rollBack(first, Progress.none()).runsTheSameAs(first))
                .isTrue();
    }

    @Test
    void a_patch_that_failed_is_none_of_the_last_releases_although_another_came_after_it() throws Exception {
        var good = patchOnce();
        pushBroken();
        var broken = new PatchRequest(patcher.updates(), key());
        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> patcher.patch(broken, Progress.none()));
        patchOnce();

        patcher.prune(LAST_TWO, Progress.none());

        takeRegistryAway();
        assertThat(patcher.deployer().rollBack(good, Progress.none()).runsTheSameAs(good))
                .isTrue();
    }

    @Test
    void what_was_pruned_can_still_be_rolled_back_to_as_long_as_the_registry_has_it() throws Exception {
        patchOnce();
        patchOnce();
        patcher.prune(LAST_TWO, Progress.none());

        var back = patcher.deployer().rollBack(before, Progress.none());

        assertThat(back.runsTheSameAs(before)).isTrue();
    }

    @Test
    void young_images_and_what_no_registry_is_known_to_have_are_kept() throws Exception {
        patchOnce();
        patchOnce();
        var stored = storedImages();

        assertThat(patcher.oldImages(ImagePolicy.keep(2, Duration.ofDays(36500)))
                        .removable())
                .isEmpty();
        takeRegistryAway();
        var pruned = patcher.prune(LAST_TWO, Progress.none());

        assertThat(pruned.removed()).isEmpty();
        assertThat(storedImages()).isEqualTo(stored);
        assertThat(patcher.prune(LAST_TWO.evenIfOnlyHere(), Progress.none()).removed())
                .isNotEmpty();
    }

    @Test
    void while_fewer_releases_are_known_than_are_kept_nothing_goes() throws Exception {
        patchOnce();
        var stored = storedImages();

        var pruned = patcher.prune(ImagePolicy.keep(20, Duration.ZERO), Progress.none());

        assertThat(pruned.removed()).isEmpty();
        assertThat(storedImages()).isEqualTo(stored);
    }

    private Release patchOnce() throws Exception {
        push();
        return patcher.patch(new PatchRequest(patcher.updates(), key()), Progress.none());
    }

    private String digest(Release release) {
        return release.service(service()).map(Service::digest).orElseThrow();
    }

    private List<Service> others(Release release) {
        return release.services().stream()
                .filter(s -> !s.name().equals(service()))
                .toList();
    }

    private static List<ImageUpdate> own(ImageUpdates found) {
        return found.images().stream().filter(i -> i.part() == Part.OWN).toList();
    }

    private static String key() {
        return "run/" + UUID.randomUUID() + "#1";
    }
}
