package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The log of a database: the transactions that have led to what it holds, where the next one goes, and up to where they are backed up. Guarded by
 * its instance.
 */
final class TransactionLog {
    private final List<Commit> history = new ArrayList<>();
    private RecoveryModel recoveryModel = RecoveryModel.FULL;
    private Lsn end = Lsn.FIRST;
    private RecoveryPath path;
    private Optional<Lsn> lastBackup = Optional.empty();
    private boolean backedUp;
    private boolean tailSaved;
    private boolean rolledForward;

    TransactionLog(UUID fork) {
        path = RecoveryPath.begin(fork);
    }

    /** What of it is kept. */
    RecoveryModel recoveryModel() {
        return recoveryModel;
    }

    void recoveryModel(RecoveryModel model) {
        recoveryModel = model;
        if (!isKept()) {
            truncate();
        }
    }

    /** Whether it can be backed up. */
    boolean isKept() {
        return recoveryModel != RecoveryModel.SIMPLE;
    }

    /** All transactions, in their order. */
    List<Commit> history() {
        return Collections.unmodifiableList(history);
    }

    /** Where its next record goes; of a restoring database, up to where it is rolled forward. */
    Lsn end() {
        return end;
    }

    /** On which branch of its history the database is. */
    RecoveryPath path() {
        return path;
    }

    /** Up to where it is backed up; empty if there is no chain of log backups, nor can be. */
    Optional<Lsn> lastBackup() {
        return lastBackup;
    }

    /** Whether a backup would be the first of its chain. */
    boolean beginsChain() {
        return !backedUp;
    }

    /** The transactions that no log backup has; none if there is no chain of log backups. */
    List<Commit> tail() {
        if (!isKept() || lastBackup.isEmpty() || tailSaved) {
            return List.of();
        }
        var upTo = lastBackup.get();
        return history.stream().filter(commit -> !commit.lsn().isBefore(upTo)).toList();
    }

    /** Its tail has been saved in spite of what was lost, without a place in the chain of log backups. */
    void tailSaved() {
        tailSaved = true;
    }

    /** Its database has lost its data: from now on its tail is to be saved. */
    void dataLost() {
        tailSaved = false;
    }

    /** The transactions from one point to another, which is not in it. */
    List<Commit> between(Lsn from, Lsn to) {
        return history.stream()
                .filter(commit -> !commit.lsn().isBefore(from) && commit.lsn().isBefore(to))
                .toList();
    }

    /** One more record. */
    Lsn next() {
        var lsn = end;
        end = end.next();
        return lsn;
    }

    Commit commit(Instant at, String mark, boolean bulk, List<Commit.Redo> redo) {
        var commit = new Commit(next(), at, mark, bulk && recoveryModel == RecoveryModel.BULK_LOGGED, redo);
        history.add(commit);
        return commit;
    }

    /** A data backup is what a chain of log backups begins with. */
    void beginChain(Lsn at) {
        if (isKept() && lastBackup.isEmpty()) {
            lastBackup = Optional.of(at);
            backedUp = false;
        }
    }

    void backedUp(Lsn upTo) {
        lastBackup = Optional.of(upTo);
        backedUp = true;
        path = path.told();
    }

    /** Without the log that nobody needs any more. */
    private void truncate() {
        lastBackup = Optional.empty();
        backedUp = false;
    }

    /** All that it was is gone; it is that of this backup set. */
    void beginRestoring(BackupSet set) {
        recoveryModel = set.source().recoveryModel();
        tailSaved = false;
        truncate();
        rolledForward = false;
        history.clear();
        end = set.last();
        path = set.path();
    }

    /** It is what this data backup holds, whatever it was. */
    void bringForward(BackupSet set) {
        history.clear();
        history.addAll(set.content());
        end = set.last();
        path = set.path();
    }

    /** Transactions of a log backup are done again. */
    void rollForward(List<Commit> commits, Lsn upTo, RecoveryPath newPath) {
        history.addAll(commits);
        end = upTo;
        path = newPath;
        rolledForward = true;
    }

    /** Whether a log backup has been applied since the last data backup. */
    boolean rolledForward() {
        return rolledForward;
    }

    LogState state() {
        return new LogState(recoveryModel, end, path, lastBackup, backedUp);
    }

    /** It has these transactions and no others; those that it has already are left alone. */
    void follow(List<Commit> transactions, LogState state) {
        var had = history.size();
        var continues = had <= transactions.size() && (had == 0 || history.get(had - 1) == transactions.get(had - 1));
        if (!continues) {
            history.clear();
        }
        history.addAll(transactions.subList(history.size(), transactions.size()));
        recoveryModel = state.model();
        end = state.end();
        path = state.path();
        lastBackup = state.lastBackup();
        backedUp = state.backedUp();
    }

    /** It goes on, on a branch of its own, and so does the chain of its backups. */
    void branch(UUID fork) {
        path = path.branch(fork, end);
    }

    /** It goes on, on a branch of its own. */
    void recover(UUID fork) {
        path = path.branch(fork, end);
        if (isKept()) {
            lastBackup = Optional.of(end);
            backedUp = true;
        }
    }
}
