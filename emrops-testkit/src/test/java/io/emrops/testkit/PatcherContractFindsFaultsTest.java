package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.ImageUpdate;
import io.emrops.deploy.ImageUpdate.Verdict;
import io.emrops.deploy.ImageUpdates;
import io.emrops.deploy.PatchRequest;
import io.emrops.deploy.Patcher;
import io.emrops.deploy.ReleaseRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class PatcherContractFindsFaultsTest {
    private interface Fault {
        Object instead(String method, Object[] args, Faulty.Sound sound, FakeDeployer deployer) throws Throwable;
    }

    private static List<String> failures(Fault fault) {
        return ContractsFindFaultsTest.failures(PatcherContract.class, () -> new FakePatcherContractTest() {
            @Override
            protected Patcher patcher() {
                return Faulty.faulty(
                        Patcher.class,
                        super.patcher(),
                        (method, args, sound) -> fault.instead(method, args, sound, deployer));
            }
        });
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound, deployer) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_installs_whatever_the_registry_has_is_found_out() {
        var failures = failures((method, args, sound, deployer) -> {
            if (method.equals("patch")) {
                var request = (PatchRequest) args[0];
                args[0] = new PatchRequest(deployer.patcher().updates(), request.operationKey());
            }
            return sound.call();
        });

        assertThat(failures).contains("what_nobody_has_seen_is_not_installed");
    }

    @Test
    void one_that_rolls_everything_out_again_is_found_out() {
        var failures = failures((method, args, sound, deployer) -> {
            if (!method.equals("patch")) {
                return sound.call();
            }
            var request = (PatchRequest) args[0];
            deployer.version("9.0.0");
            return deployer.rollOut(new ReleaseRequest("9.0.0", request.operationKey()), (Progress) args[1]);
        });

        assertThat(failures)
                .contains(
                        "a_patch_starts_what_was_found_and_leaves_everything_else_as_it_is",
                        "without_anything_to_patch_nothing_happens");
    }

    @Test
    void one_that_takes_silence_for_consent_is_found_out() {
        var failures = failures((method, args, sound, deployer) -> {
            var answer = sound.call();
            return answer instanceof ImageUpdates found
                    ? new ImageUpdates(found.images().stream()
                            .map(PatcherContractFindsFaultsTest::current)
                            .toList())
                    : answer;
        });

        assertThat(failures).contains("a_registry_that_does_not_answer_leaves_it_unknown_and_nothing_is_patched");
    }

    private static ImageUpdate current(ImageUpdate image) {
        return image.verdict() == Verdict.UNKNOWN
                ? new ImageUpdate(image.service(), image.part(), image.image(), image.runs(), "", Verdict.CURRENT, "")
                : image;
    }

    @Test
    void one_that_fetches_to_find_out_is_found_out() {
        var failures = failures((method, args, sound, deployer) -> {
            var answer = sound.call();
            if (answer instanceof ImageUpdates found && !found.patchable().isEmpty()) {
                deployer.pull(ReleaseRequest.preview("1.0.0"), Progress.none());
            }
            return answer;
        });

        assertThat(failures).contains("a_newer_image_is_found_for_its_service_alone_and_nothing_is_fetched");
    }

    @Test
    void one_that_removes_more_than_it_may_is_found_out() {
        var failures = failures((method, args, sound, deployer) -> {
            if (method.equals("prune")) {
                args[0] = ImagePolicy.keep(1, Duration.ZERO).evenIfOnlyHere();
            }
            return sound.call();
        });

        assertThat(failures)
                .contains(
                        "images_beyond_the_last_releases_go_and_those_that_a_roll_back_needs_stay",
                        "young_images_and_what_no_registry_is_known_to_have_are_kept",
                        "while_fewer_releases_are_known_than_are_kept_nothing_goes");
    }
}
