package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.certificate.CertificateManager;
import io.emrops.certificate.CertificateOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class CertificateContractFindsFaultsTest {
    private static List<String> failures(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(
                CertificateManagerContract.class, () -> new FakeCertificatesContractTest() {
                    @Override
                    protected CertificateManager service() {
                        return Faulty.faulty(CertificateManager.class, fake, fault);
                    }
                });
    }

    private static List<String> failuresOf(String method, Object answer) {
        return failures((called, args, sound) -> called.equals(method) ? answer : sound.call());
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_foretells_nothing_is_found_out() {
        assertThat(failuresOf("foresee", List.of())).containsExactly("it_is_foretold_and_nothing_is_touched");
    }

    @Test
    void one_that_takes_a_failure_for_success_is_found_out() {
        assertThat(failures((method, args, sound) -> {
                    try {
                        return sound.call();
                    } catch (StepFailedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .containsExactlyInAnyOrder(
                        "one_server_that_goes_on_with_the_old_one_brings_all_back",
                        "what_is_put_back_is_begun_until_each_server_shows_it");
    }

    @Test
    void one_that_puts_nothing_back_is_found_out() {
        assertThat(failuresOf("putBack", List.of()))
                .contains("a_finished_change_is_put_back_once_and_for_all", "what_came_after_is_not_overwritten");
    }

    @Test
    void one_that_forgets_what_it_has_done_is_found_out() {
        assertThat(failuresOf("finished", Optional.empty())).contains("the_same_change_again_tells_the_same");
        assertThat(failures((method, args, sound) -> {
                    if (method.equals("rotate")) {
                        args[0] = args[0] + "-" + System.nanoTime();
                    }
                    return sound.call();
                }))
                .contains("the_same_change_again_tells_the_same");
    }

    @Test
    void one_that_knows_nothing_of_what_is_half_way_is_found_out() {
        assertThat(failuresOf("isBegun", false))
                .containsExactlyInAnyOrder(
                        "the_same_change_again_tells_the_same", "what_is_put_back_is_begun_until_each_server_shows_it");
        assertThat(failuresOf("isBegun", true)).contains("what_was_not_done_is_not_finished");
    }

    @Test
    void one_that_gives_for_another_name_is_found_out() {
        assertThat(failures((method, args, sound) -> {
                    if (method.equals("rotate")) {
                        args[1] = CertificateOrder.of("other.example");
                        args[2] = Progress.none();
                    }
                    return sound.call();
                }))
                .contains("all_servers_show_the_new_one");
    }
}
