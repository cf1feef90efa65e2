package io.emrops.testkit.sqlserver.instance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one replica has of one database of its group. Guarded by the group; the database itself is guarded by its instance. */
final class DatabaseCopy {
    private final Database database;
    private final List<Commit> hardened = new ArrayList<>();
    private LogState state;
    private int redone;
    private @Nullable SuspendReason suspended;
    private boolean unseen;

    DatabaseCopy(Database database) {
        this.database = database;
        this.state = database.log().state();
    }

    Database database() {
        return database;
    }

    /** All that is in its log, redone or not. */
    List<Commit> hardened() {
        return hardened;
    }

    LogState state() {
        return state;
    }

    int redone() {
        return redone;
    }

    Optional<SuspendReason> suspended() {
        return Optional.ofNullable(suspended);
    }

    void suspend(SuspendReason reason) {
        suspended = suspended == null ? reason : suspended;
    }

    void resume() {
        suspended = null;
    }

    Optional<Instant> lastHardened() {
        return hardened.isEmpty()
                ? Optional.empty()
                : Optional.of(hardened.get(hardened.size() - 1).at());
    }

    Optional<Commit> lastRedone() {
        return redone == 0 ? Optional.empty() : Optional.of(hardened.get(redone - 1));
    }

    /** How much of both is the same, from the beginning on. */
    int commonWith(DatabaseCopy other) {
        var same = Math.min(hardened.size(), other.hardened.size());
        while (same > 0 && hardened.get(same - 1) != other.hardened.get(same - 1)) {
            same--;
        }
        return same;
    }

    boolean isSameAs(DatabaseCopy primary) {
        return hardened.size() == primary.hardened.size() && commonWith(primary) == hardened.size();
    }

    /** Takes what the primary has written up to there, and throws away what that never had. */
    void harden(DatabaseCopy primary, int upTo) {
        var common = commonWith(primary);
        if (common < hardened.size()) {
            hardened.subList(common, hardened.size()).clear();
            redone = Math.min(redone, common);
        }
        if (upTo > common) {
            hardened.addAll(primary.hardened.subList(common, upTo));
        }
        if (hardened.size() == primary.hardened.size()) {
            state = primary.state;
        } else {
            state = state.at(primary.hardened.get(hardened.size()).lsn());
        }
    }

    void redoAll() {
        redone = hardened.size();
    }

    /** From now on it is the primary's; on a branch of its own if it was forced. */
    void takeOver(@Nullable UUID newFork) {
        redoAll();
        suspended = null;
        unseen = true;
        if (newFork != null) {
            state = new LogState(
                    state.model(),
                    state.end(),
                    state.path().branch(newFork, state.end()),
                    state.lastBackup(),
                    state.backedUp());
        }
    }

    /** The database tells what it has written; with its instance's lock. */
    void publish() {
        if (unseen) {
            show();
            unseen = false;
        }
        var history = database.history();
        hardened.addAll(history.subList(hardened.size(), history.size()));
        redoAll();
        state = database.log().state();
    }

    /** The database has what is redone; with its instance's lock. */
    void show() {
        var upTo = redone == hardened.size()
                ? state
                : state.at(hardened.get(redone).lsn());
        database.log().follow(hardened.subList(0, redone), upTo);
    }

    /** Before it is shown to anybody: what its database has. */
    void seed() {
        hardened.clear();
        hardened.addAll(database.history());
        redoAll();
        state = database.log().state();
    }
}
