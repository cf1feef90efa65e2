package io.emrops.testkit;

import io.emrops.audit.Account;
import io.emrops.audit.TimeColumn;
import io.emrops.audit.UserAccounts;
import io.emrops.audit.UserTable;
import java.util.List;

class FakeUserAccountsContractTest extends UserAccountsContract {
    static final UserTable TABLE = UserTable.named("dbo", "Users")
            .name("username")
            .admins("role", "ADMIN")
            .lastLogin(TimeColumn.utc("last_login"))
            .failedAttempts("failed_attempts")
            .build();

    @Override
    protected UserAccounts holding(List<Account> accounts) {
        return FakeUserAccounts.of("sql01", TABLE).holding(accounts.toArray(new Account[0]));
    }

    @Override
    protected UserAccounts misfit() {
        return FakeUserAccounts.of("sql01", TABLE).misfit("name: username | no such column");
    }

    @Override
    protected UserAccounts unreachable() {
        return FakeUserAccounts.of("sql01", TABLE).goDown();
    }
}
