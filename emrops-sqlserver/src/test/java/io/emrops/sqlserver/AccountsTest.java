package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.audit.Account;
import io.emrops.audit.TimeColumn;
import io.emrops.audit.UserTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class AccountsTest {
    private static SimulatedAudit there;

    @BeforeAll
    static void start() throws SQLException {
        there = new SimulatedAudit();
        there.run(
                SimulatedAudit.EMRNEXT,
                "INSERT INTO dbo.Users VALUES"
                        + " ('root', 'ADMIN', '2026-11-20T08:00:00', 3, 1),"
                        + " ('chief', 'SUPERUSER', '2026-06-01T08:00:00', 0, 1),"
                        + " ('new admin', 'ADMIN', NULL, NULL, 1),"
                        + " ('gone admin', 'ADMIN', '2026-11-21T08:00:00', 0, 0),"
                        + " ('nurse', 'NURSE', '2026-08-24T00:00:00', 1, 1),"
                        + " ('late nurse', NULL, '2026-08-23T23:59:59.997', 2, 1),"
                        + " ('ghost', 'NURSE', NULL, 0, 1),"
                        + " ('gone', 'NURSE', '2020-01-01T00:00:00', 0, 0)");
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @Test
    void admins_are_those_of_the_documents_query_who_are_active() {
        var admins = there.users().admins();

        assertThat(names(admins)).containsExactly("root", "chief", "new admin");
        assertThat(admins.get(0).failedAttempts()).hasValue(3);
        assertThat(admins.get(0).role()).contains("ADMIN");
        assertThat(admins.get(0).lastLogin()).contains(Instant.parse("2026-11-20T13:00:00Z"));
        assertThat(admins.get(2).lastLogin()).isEmpty();
        assertThat(admins.get(2).failedAttempts()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void inactive_is_who_was_last_here_before_and_unknown_is_not_inactive() {
        // Midnight in New York in summer.
        var moment = Instant.parse("2026-08-24T04:00:00Z");

        assertThat(names(there.users().inactiveSince(moment))).containsExactly("chief", "late nurse");
        assertThat(names(there.users().inactiveSince(moment.plusMillis(1))))
                .containsExactly("chief", "late nurse", "nurse");
        assertThat(names(there.users().withoutKnownLogin())).containsExactly("ghost", "new admin");
    }

    @Test
    void who_may_be_active_is_not_left_out() throws SQLException {
        there.run(
                SimulatedAudit.EMRNEXT,
                "CREATE TABLE dbo.Staff (username nvarchar(60) NOT NULL, role varchar(20), last_login datetime, status tinyint)",
                "INSERT INTO dbo.Staff VALUES ('known', 'ADMIN', '2020-01-01T00:00:00', 1),"
                        + " ('unknown', 'ADMIN', '2020-01-02T00:00:00', NULL), ('never', 'ADMIN', NULL, NULL),"
                        + " ('gone', 'ADMIN', '2020-01-01T00:00:00', 0)");
        var staff = there.sql.accounts(
                SimulatedAudit.EMRNEXT,
                UserTable.named("dbo", "Staff")
                        .name("username")
                        .admins("role", "ADMIN")
                        .lastLogin(TimeColumn.utc("last_login"))
                        .active("status", "1")
                        .build());

        assertThat(names(staff.admins())).containsExactly("unknown", "known", "never");
        assertThat(names(staff.inactiveSince(Instant.parse("2021-01-01T00:00:00Z"))))
                .containsExactly("known", "unknown");
        assertThat(names(staff.withoutKnownLogin())).containsExactly("never");
    }

    private static List<String> names(List<Account> accounts) {
        return accounts.stream().map(Account::name).toList();
    }
}
