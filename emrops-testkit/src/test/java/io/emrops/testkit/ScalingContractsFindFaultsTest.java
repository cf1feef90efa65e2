package io.emrops.testkit;

import static io.emrops.testkit.ContractsFindFaultsTest.failures;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.deploy.SecuritySettings;
import io.emrops.deploy.SettingFinding;
import io.emrops.scaling.Capacity;
import io.emrops.scaling.ResourceState;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ScalingContractsFindFaultsTest {
    @TempDir
    Path directory;

    interface ScalerFault {
        Object instead(String method, Object[] args, Faulty.Sound sound, FakeScaler fake) throws Throwable;
    }

    @Test
    void a_sound_scaler_passes() {
        assertThat(failuresOfScaler((method, args, sound, fake) -> sound.call()))
                .isEmpty();
    }

    @Test
    void a_scaler_whose_preview_scales_is_found_out() {
        var failures = failuresOfScaler((method, args, sound, fake) -> {
            var lines = sound.call();
            if (method.equals("previewScale")) {
                fake.scale((String) args[0], (Integer) args[1], Progress.none());
            }
            return lines;
        });

        assertThat(failures).contains("a_preview_of_scaling_tells_what_would_change_and_changes_nothing");
    }

    @Test
    void a_scaler_that_adds_instead_of_counting_is_found_out() {
        var failures = failuresOfScaler((method, args, sound, fake) -> {
            if (method.equals("scale")) {
                args[1] = (Integer) args[1] + 1;
            }
            return sound.call();
        });

        assertThat(failures).contains("a_service_is_scaled_out_and_in", "a_service_is_scaled_to_nothing_and_back");
    }

    @Test
    void a_scaler_that_says_what_was_asked_for_is_found_out() {
        var failures = failuresOfScaler((method, args, sound, fake) -> method.equals("scale")
                ? new Capacity(
                        (Integer) args[1], fake.capacity((String) args[0]).resources())
                : sound.call());

        assertThat(failures).contains("a_service_is_scaled_out_and_in");
    }

    @Test
    void a_scaler_that_changes_what_runs_alone_is_found_out() {
        var failures = failuresOfScaler((method, args, sound, fake) -> {
            if (method.equals("resize")) {
                fake.changeByHand((String) args[0], (Resources) args[1]);
                return fake.capacity((String) args[0]);
            }
            return sound.call();
        });

        assertThat(failures).contains("limits_outlive_a_roll_out", "limits_are_given_to_what_runs_and_to_what_comes");
    }

    @Test
    void a_scaler_that_brings_back_the_numbers_and_keeps_the_others_is_found_out() {
        var failures = failuresOfScaler((method, args, sound, fake) -> {
            if (method.equals("restore")) {
                var state = (ResourceState) args[0];
                fake.changeByHand(state.service(), state.resources());
                return fake.capacity(state.service());
            }
            return sound.call();
        });

        assertThat(failures)
                .contains(
                        "limits_come_back_as_they_were_and_as_they_were_kept",
                        "limits_come_back_to_those_of_an_earlier_change");
    }

    @Test
    void a_scaler_that_forgets_what_was_kept_before_is_found_out() {
        var failures = failuresOfScaler((method, args, sound, fake) -> {
            if (method.equals("restore")) {
                var state = (ResourceState) args[0];
                args[0] = new ResourceState(state.service(), state.resources(), "");
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("limits_come_back_to_those_of_an_earlier_change");
    }

    @Test
    void a_scaler_that_refuses_nothing_is_found_out() {
        var failures = failuresOfScaler((method, args, sound, fake) -> {
            try {
                return sound.call();
            } catch (PreconditionFailedException e) {
                return switch (method) {
                    case "previewScale", "previewResize" -> List.of();
                    case "resources" -> new ResourceState((String) args[0], Resources.unlimited(), "");
                    default -> new Capacity(0, Resources.unlimited());
                };
            }
        });

        assertThat(failures)
                .containsExactly(
                        "a_service_that_does_not_exist_is_refused_by_every_verb",
                        "more_than_the_platform_has_is_refused_before_anything_is_touched");
    }

    @Test
    void settings_that_are_told_in_any_order_are_found_out() {
        var failures = failuresOfSettings((method, args, sound) -> {
            var result = sound.call();
            if (method.equals("findings")) {
                var turned = new ArrayList<Object>((List<?>) result);
                Collections.reverse(turned);
                return turned;
            }
            return result;
        });

        assertThat(failures).containsExactly("the_same_is_found_each_time_in_the_same_order");
    }

    @Test
    void settings_that_tell_a_secret_are_found_out() {
        var failures = failuresOfSettings((method, args, sound) -> {
            var result = sound.call();
            return method.equals("findings")
                    ? ((List<?>) result)
                            .stream()
                                    .map(f -> (SettingFinding) f)
                                    .map(f -> new SettingFinding(
                                            f.service(), f.rule(), f.severity(), f.text() + " canary-4711", f.source()))
                                    .toList()
                    : result;
        });

        assertThat(failures).containsExactly("a_secret_is_found_and_its_value_is_not_told");
    }

    private List<String> failuresOfScaler(ScalerFault fault) {
        return failures(ScalerContract.class, () -> {
            var contract = new FakeScalerContractTest() {
                @Override
                protected Scaler scaler() {
                    var sound = super.scaler();
                    return Faulty.faulty(
                            Scaler.class, sound, (method, args, call) -> fault.instead(method, args, call, fake()));
                }
            };
            contract.directory = fresh();
            return contract;
        });
    }

    @Test
    void settings_that_tell_no_service_are_found_out() {
        assertThat(failuresOfSettings((method, args, sound) ->
                        method.equals("services") ? Collections.emptySortedSet() : sound.call()))
                .containsExactly("what_is_found_is_of_services_that_run_or_of_the_platform");
    }

    private List<String> failuresOfSettings(Faulty.Fault fault) {
        return failures(SecuritySettingsContract.class, () -> {
            var contract = new FakeSecuritySettingsContractTest() {
                @Override
                protected SecuritySettings settings() {
                    return Faulty.faulty(SecuritySettings.class, super.settings(), fault);
                }
            };
            contract.directory = fresh();
            return contract;
        });
    }

    private Path fresh() {
        try {
            return Files.createTempDirectory(directory, "contract");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
