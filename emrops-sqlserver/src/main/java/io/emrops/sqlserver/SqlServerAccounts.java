package io.emrops.sqlserver;

import io.emrops.Target;
import io.emrops.audit.Account;
import io.emrops.audit.UserAccounts;
import io.emrops.audit.UserTable;
import io.emrops.sqlserver.audit.AccountReading;
import io.emrops.sqlserver.audit.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The user accounts of an application in one of the server's databases. Safe for use by several threads. */
public final class SqlServerAccounts implements UserAccounts {
    private final SqlServer server;
    private final String database;
    private final UserTable table;
    private final Duration answerWithin;

    SqlServerAccounts(SqlServer server, String database, UserTable table, Duration answerWithin) {
        this.server = server;
        this.database = database;
        this.table = Objects.requireNonNull(table, "table");
        this.answerWithin = answerWithin;
    }

    private AccountReading reading() {
        return new AccountReading(new Place(server.sessions(), database, this::target, answerWithin), table);
    }

    @Override
    public Target target() {
        return server.facts().target(database);
    }

    @Override
    public UserTable table() {
        return table;
    }

    @Override
    public void requireFit() {
        reading().requireFit();
    }

    @Override
    public List<Account> admins() {
        return reading().admins();
    }

    @Override
    public List<Account> inactiveSince(Instant moment) {
        return reading().inactiveSince(moment);
    }

    @Override
    public List<Account> withoutKnownLogin() {
        return reading().withoutKnownLogin();
    }
}
