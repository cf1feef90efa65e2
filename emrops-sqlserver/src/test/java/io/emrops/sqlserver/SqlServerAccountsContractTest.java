package io.emrops.sqlserver;

import io.emrops.audit.Account;
import io.emrops.audit.TimeColumn;
import io.emrops.audit.UserAccounts;
import io.emrops.audit.UserTable;
import io.emrops.testkit.UserAccountsContract;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class SqlServerAccountsContractTest extends UserAccountsContract {
    private static SimulatedAudit there;

    private SimulatedAudit gone;

    @BeforeAll
    static void start() throws SQLException {
        there = new SimulatedAudit();
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @AfterEach
    void stopOther() {
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    protected UserAccounts holding(List<Account> accounts) throws SQLException {
        there.run(SimulatedAudit.EMRNEXT, "DELETE FROM dbo.Users");
        there.insert(SimulatedAudit.EMRNEXT, "INSERT INTO dbo.Users VALUES (?, ?, ?, ?, 1)", insert -> {
            for (var account : accounts) {
                insert.setString(1, account.name());
                insert.setString(2, account.role().orElse(null));
                insert.setObject(
                        3,
                        account.lastLogin()
                                .map(at -> LocalDateTime.ofInstant(at, SimulatedAudit.NEW_YORK))
                                .orElse(null),
                        Types.TIMESTAMP);
                insert.setObject(
                        4,
                        account.failedAttempts().isPresent()
                                ? account.failedAttempts().getAsLong()
                                : null,
                        Types.BIGINT);
                insert.addBatch();
            }
        });
        return there.users();
    }

    @Override
    protected UserAccounts misfit() {
        return there.sql.accounts(
                SimulatedAudit.EMRNEXT,
                UserTable.named("dbo", "Users")
                        .name("login")
                        .admins("role", "ADMIN")
                        .lastLogin(TimeColumn.utc("last_login"))
                        .build());
    }

    @Override
    protected UserAccounts unreachable() throws SQLException {
        gone = new SimulatedAudit();
        gone.server.close();
        return gone.users();
    }
}
