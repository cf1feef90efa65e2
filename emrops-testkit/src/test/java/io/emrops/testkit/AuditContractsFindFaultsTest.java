package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.audit.Account;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditLog;
import io.emrops.audit.AuditPage;
import io.emrops.audit.AuditTotals;
import io.emrops.audit.UserAccounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class AuditContractsFindFaultsTest {
    @Test
    void a_sound_log_and_sound_accounts_pass() {
        assertThat(failuresOfLog((method, args, sound) -> sound.call())).isEmpty();
        assertThat(failuresOfAccounts((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void a_range_that_has_its_end_is_found_out() {
        var failures = failuresOfLog((method, args, sound) -> {
            if (args != null
                    && args[0] instanceof AuditFilter filter
                    && filter.to().isPresent()) {
                var later = filter.to().get().plusMillis(1);
                args[0] = filter.from().isPresent()
                        ? AuditFilter.all().between(filter.from().get(), later)
                        : AuditFilter.all().to(later);
            }
            return sound.call();
        });

        assertThat(failures).contains("a_range_has_its_beginning_and_not_its_end");
    }

    @Test
    void an_order_that_is_always_the_same_is_found_out() {
        var failures = failuresOfLog((method, args, sound) -> {
            if (method.equals("events") && ((AuditFilter) args[0]).isNewestFirst()) {
                args[0] = AuditFilter.all();
            }
            return sound.call();
        });

        assertThat(failures).contains("events_come_by_time_and_then_by_key_in_both_directions");
    }

    @Test
    void pages_that_begin_anew_and_totals_that_hide_what_they_leave_off_are_found_out() {
        var pages = failuresOfLog((method, args, sound) -> {
            if (method.equals("page") && ((Optional<?>) args[2]).isPresent()) {
                return new AuditPage(List.of(), Optional.empty());
            }
            return sound.call();
        });
        var totals = failuresOfLog((method, args, sound) -> {
            var found = sound.call();
            return found instanceof AuditTotals all
                    ? new AuditTotals(all.by(), all.largest(), all.largest().size(), all.events())
                    : found;
        });

        assertThat(pages).contains("pages_put_together_are_the_whole");
        assertThat(totals).containsExactly("totals_have_a_group_of_those_without_a_value_and_say_what_they_leave_off");
    }

    @Test
    void a_mapping_that_nobody_compares_is_found_out() {
        var failures = failuresOfLog((method, args, sound) -> method.equals("requireFit") ? List.of() : sound.call());

        assertThat(failures).containsExactly("a_mapping_that_does_not_fit_is_refused_by_everything_that_reads");
    }

    @Test
    void accounts_that_are_inactive_at_the_moment_or_unknown_are_found_out() {
        var failures = failuresOfAccounts((method, args, sound) -> {
            if (method.equals("inactiveSince")) {
                args[0] = ((Instant) args[0]).plusSeconds(1);
            }
            return sound.call();
        });

        assertThat(failures).contains("inactive_is_who_was_there_before_a_moment_and_not_at_it");
    }

    private static List<String> failuresOfLog(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(AuditLogContract.class, () -> new FakeAuditLogContractTest() {
            @Override
            protected AuditLog holding(List<Happened> events) {
                return Faulty.faulty(AuditLog.class, super.holding(events), fault);
            }

            @Override
            protected AuditLog misfit() {
                return Faulty.faulty(AuditLog.class, super.misfit(), fault);
            }
        });
    }

    private static List<String> failuresOfAccounts(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(UserAccountsContract.class, () -> new FakeUserAccountsContractTest() {
            @Override
            protected UserAccounts holding(List<Account> accounts) {
                return Faulty.faulty(UserAccounts.class, super.holding(accounts), fault);
            }
        });
    }
}
