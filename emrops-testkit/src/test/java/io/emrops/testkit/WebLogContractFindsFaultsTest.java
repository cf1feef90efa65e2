package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.weblog.ResponseTimes;
import io.emrops.weblog.WebLogLines;
import io.emrops.weblog.WebLogPage;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogReport;
import io.emrops.weblog.WebLogSource;
import io.emrops.weblog.WebLogStatistics;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class WebLogContractFindsFaultsTest {
    private static List<String> failures(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(WebLogSourceContract.class, () -> new FakeWebLogContractTest() {
            @Override
            protected WebLogSource source() {
                return Faulty.faulty(WebLogSource.class, fake, fault);
            }
        });
    }

    private static List<String> failuresWith(UnaryOperator<WebLogStatistics> change) {
        return failures((method, args, sound) -> sound.call() instanceof WebLogReport report
                ? new WebLogReport(report.windows().stream().map(change).toList(), report.lines())
                : sound.call());
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_tells_the_mean_for_the_median_is_found_out() {
        var failures = failuresWith(window -> new WebLogStatistics(
                window.from(),
                window.until(),
                window.requests(),
                window.clientErrors(),
                window.serverErrors(),
                window.sent(),
                window.times()
                        .map(times -> new ResponseTimes(
                                times.requests(),
                                times.mean().plusMillis(1),
                                times.p95(),
                                times.p99(),
                                times.longest(),
                                times.total())),
                window.mostRequested(),
                window.slowest()));

        assertThat(failures).contains("percentiles_are_times_that_so_many_requests_kept_to");
    }

    @Test
    void one_that_takes_errors_of_clients_for_its_own_is_found_out() {
        var failures = failuresWith(window -> new WebLogStatistics(
                window.from(),
                window.until(),
                window.requests(),
                0,
                window.clientErrors() + window.serverErrors(),
                window.sent(),
                window.times(),
                window.mostRequested(),
                window.slowest()));

        assertThat(failures)
                .containsExactly("requests_are_of_the_window_of_their_second_and_those_of_other_times_are_outside");
    }

    @Test
    void one_that_ranks_by_requests_alone_is_found_out() {
        var failures = failuresWith(window -> new WebLogStatistics(
                window.from(),
                window.until(),
                window.requests(),
                window.clientErrors(),
                window.serverErrors(),
                window.sent(),
                window.times(),
                window.mostRequested(),
                window.mostRequested()));

        assertThat(failures).containsExactly("paths_are_ranked_by_requests_and_by_time_as_the_rule_has_them");
    }

    @Test
    void one_that_forgets_the_rule_for_paths_is_found_out() {
        var failures = failures((method, args, sound) -> {
            if (method.equals("statistics") && args[0] instanceof WebLogQuery query) {
                args[0] = query.paths(path -> path);
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("paths_are_ranked_by_requests_and_by_time_as_the_rule_has_them");
    }

    @Test
    void one_that_does_not_go_on_is_found_out() {
        var failures = failures((method, args, sound) -> sound.call() instanceof WebLogPage page
                ? new WebLogPage(page.entries(), WebLogPosition.start(), new WebLogLines(0, 0, 0, 0))
                : sound.call());

        assertThat(failures)
                .contains(
                        "entries_are_read_page_by_page_and_none_twice",
                        "from_the_end_on_there_is_what_is_logged_later");
    }

    @Test
    void one_whose_end_is_its_begin_is_found_out() {
        var failures = failures((method, args, sound) -> method.equals("end") ? WebLogPosition.start() : sound.call());

        assertThat(failures).containsExactly("from_the_end_on_there_is_what_is_logged_later");
    }
}
