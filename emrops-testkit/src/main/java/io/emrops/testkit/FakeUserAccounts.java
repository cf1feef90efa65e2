package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.audit.Account;
import io.emrops.audit.UserAccounts;
import io.emrops.audit.UserTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** User accounts in memory. */
public final class FakeUserAccounts extends Fake<FakeUserAccounts> implements UserAccounts {
    private static final Set<String> READING =
            Set.of("target", "requireFit", "admins", "inactiveSince", "withoutKnownLogin");

    private final UserTable table;
    private final List<Account> held = new ArrayList<>();
    private Optional<String> misfit = Optional.empty();

    private FakeUserAccounts(String name, UserTable table) {
        super("fake-user-accounts", name, READING, Set.of());
        this.table = Objects.requireNonNull(table, "table");
    }

    /** An application without accounts. */
    public static FakeUserAccounts of(String name, UserTable table) {
        return new FakeUserAccounts(name, table);
    }

    /** Accounts that are there and can be used. */
    public FakeUserAccounts holding(Account... accounts) {
        return arrange(() -> held.addAll(List.of(accounts)));
    }

    /** From now on the mapping does not fit, for this reason. */
    public FakeUserAccounts misfit(String why) {
        return arrange(() -> misfit = Optional.of(why));
    }

    @Override
    public UserTable table() {
        return table;
    }

    @Override
    public void requireFit() {
        reading("requireFit", List.of(), () -> {
            requireMapping();
            return true;
        });
    }

    private void requireMapping() {
        misfit.ifPresent(why -> {
            throw new PreconditionFailedException("The mapping does not fit " + table + "; nothing was read: " + why);
        });
    }

    private void require(Optional<?> column, String what) {
        requireMapping();
        if (column.isEmpty()) {
            throw new PreconditionFailedException("The mapping of " + table + " does not name " + what);
        }
    }

    @Override
    public List<Account> admins() {
        return reading("admins", List.of(), () -> {
            require(table.admins(), "the role of administrators");
            var roles = table.admins().orElseThrow().values();
            return sorted(
                    account -> account.role().filter(roles::contains).isPresent(),
                    Comparator.comparing(
                                    (Account account) -> account.lastLogin().orElse(Instant.MIN))
                            .reversed()
                            .thenComparing(Account::name));
        });
    }

    @Override
    public List<Account> inactiveSince(Instant moment) {
        return reading("inactiveSince", List.of(moment.toString()), () -> {
            require(table.lastLogin(), "the last login");
            return sorted(
                    account -> account.lastLogin()
                            .filter(at -> at.isBefore(moment))
                            .isPresent(),
                    Comparator.comparing(
                                    (Account account) -> account.lastLogin().orElseThrow())
                            .thenComparing(Account::name));
        });
    }

    @Override
    public List<Account> withoutKnownLogin() {
        return reading("withoutKnownLogin", List.of(), () -> {
            require(table.lastLogin(), "the last login");
            return sorted(account -> account.lastLogin().isEmpty(), Comparator.comparing(Account::name));
        });
    }

    private List<Account> sorted(Predicate<Account> wanted, Comparator<Account> order) {
        return held.stream().filter(wanted).sorted(order).toList();
    }

    @Override
    FakeUserAccounts self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        // What is held is arranged by the test each time, and nothing changes it.
    }

    @Override
    void save(Tables to) {
        // As above.
    }
}
