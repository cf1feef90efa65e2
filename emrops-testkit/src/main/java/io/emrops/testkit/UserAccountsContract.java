package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.Account;
import io.emrops.audit.UserAccounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link UserAccounts} keeps to. Extend it and put its accounts into a table with a name, a role, a last login and failed
 * attempts. Administrators are those of the role {@code ADMIN}.
 */
public abstract class UserAccountsContract {
    private static final Instant NOON = Instant.parse("2026-10-20T12:00:00Z");

    private UserAccounts accounts;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected UserAccountsContract() {}

    /** These accounts; their last logins are at whole minutes. */
    protected abstract UserAccounts holding(List<Account> accounts) throws Exception;

    /** Accounts whose mapping names a column that is not there. */
    protected abstract UserAccounts misfit() throws Exception;

    /** Accounts of a system that does not answer. */
    protected abstract UserAccounts unreachable() throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        accounts = holding(List.of(
                account("ada", Optional.of("ADMIN"), Optional.of(NOON.minusSeconds(60)), OptionalLong.of(2)),
                account("bob", Optional.of("NURSE"), Optional.of(NOON), OptionalLong.of(0)),
                account("cyd", Optional.of("ADMIN"), Optional.empty(), OptionalLong.empty()),
                account("dan", Optional.empty(), Optional.of(NOON.minusSeconds(120)), OptionalLong.of(7)),
                account("eve", Optional.of("ADMIN"), Optional.of(NOON), OptionalLong.of(0)),
                account("fay", Optional.of("NURSE"), Optional.empty(), OptionalLong.of(1))));
    }

    private static Account account(
            String name, Optional<String> role, Optional<Instant> lastLogin, OptionalLong failedAttempts) {
        return new Account(name, role, lastLogin, failedAttempts);
    }

    private static List<String> names(List<Account> accounts) {
        return accounts.stream().map(Account::name).toList();
    }

    @Test
    void administrators_come_by_their_last_login_and_those_of_whom_it_is_not_known_last() {
        var admins = accounts.admins();

        assertThat(names(admins)).containsExactly("eve", "ada", "cyd");
        assertThat(admins.get(1).failedAttempts()).hasValue(2);
        assertThat(admins.get(1).role()).contains("ADMIN");
        assertThat(admins.get(2).failedAttempts()).isEmpty();
        assertThat(admins.get(2).lastLogin()).isEmpty();
    }

    @Test
    void inactive_is_who_was_there_before_a_moment_and_not_at_it() {
        assertThat(names(accounts.inactiveSince(NOON))).containsExactly("dan", "ada");
        assertThat(names(accounts.inactiveSince(NOON.plusSeconds(60)))).containsExactly("dan", "ada", "bob", "eve");
        assertThat(accounts.inactiveSince(NOON.minusSeconds(120))).isEmpty();
    }

    @Test
    void not_known_is_not_inactive() {
        assertThat(names(accounts.withoutKnownLogin())).containsExactly("cyd", "fay");
        assertThat(names(accounts.inactiveSince(NOON.plusSeconds(600)))).doesNotContain("cyd", "fay");
    }

    @Test
    void a_mapping_that_does_not_fit_is_refused_by_everything_that_reads() throws Exception {
        var misfit = misfit();

        for (Runnable call : List.<Runnable>of(
                misfit::requireFit, misfit::admins, () -> misfit.inactiveSince(NOON), misfit::withoutKnownLogin)) {
            assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(call::run);
        }
    }

    @Test
    void a_system_that_does_not_answer_is_unavailable() throws Exception {
        var gone = unreachable();

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(gone::admins);
    }
}
