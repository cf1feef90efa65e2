package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.script.Participant;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The transaction of a session, and what the client is told of it. */
final class Transaction {
    private static final AtomicLong DESCRIPTORS = new AtomicLong(0x38_0000_0000L);

    private final Participant participant;
    private final Set<String> savepoints = new LinkedHashSet<>();
    private String name = "";
    private boolean implicit;
    private boolean abandoned;
    private int count;
    private long descriptor;

    Transaction(Participant participant) {
        this.participant = participant;
    }

    /** {@code @@TRANCOUNT}. */
    int count() {
        return count;
    }

    /** {@code @@TRANCOUNT} inside a statement, which may have begun one. */
    int countInside() {
        return implicit ? Math.max(1, count) : count;
    }

    /** {@code SET IMPLICIT_TRANSACTIONS}. */
    void implicit(boolean on) {
        implicit = on;
    }

    /** A statement is about to run that begins a transaction where transactions are implicit. */
    void touch(TokenWriter tokens) throws IOException {
        if (implicit && count == 0) {
            begin(tokens, "");
        }
    }

    /** @param newName may be empty; that of a transaction inside of another is forgotten, as the server does */
    void begin(TokenWriter tokens, String newName) throws IOException {
        if (count++ == 0) {
            name = newName;
            descriptor = DESCRIPTORS.incrementAndGet();
            participant.began(newName);
            tokens.transactionBegan(descriptor);
        }
    }

    Optional<SqlError> commit(TokenWriter tokens) throws IOException {
        if (count == 0) {
            return Optional.of(
                    SqlError.of(3902, 16, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION."));
        }
        if (count > 1) {
            count--;
            return Optional.empty();
        }
        var refusal = participant.commit();
        count = 0;
        savepoints.clear();
        if (refusal.isPresent()) {
            tokens.transactionRolledBack(descriptor);
        } else {
            tokens.transactionCommitted(descriptor);
        }
        return refusal;
    }

    /** @param to a savepoint, or the transaction's own name; empty for the whole transaction */
    Optional<SqlError> rollback(TokenWriter tokens, String to) throws IOException {
        if (count == 0) {
            return Optional.of(
                    SqlError.of(3903, 16, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION."));
        }
        if (!to.isEmpty() && savepoints.contains(key(to))) {
            var all = List.copyOf(savepoints);
            savepoints.removeAll(all.subList(all.indexOf(key(to)) + 1, all.size()));
            participant.rolledBackTo(to);
            return Optional.empty();
        }
        if (!to.isEmpty() && !to.equalsIgnoreCase(name)) {
            return Optional.of(SqlError.of(
                    6401, 16, "Cannot roll back " + to + ". No transaction or savepoint of that name was found."));
        }
        end(tokens);
        return Optional.empty();
    }

    Optional<SqlError> save(String savepoint) {
        if (count == 0) {
            return Optional.of(
                    SqlError.of(628, 16, "Cannot issue SAVE TRANSACTION when there is no active transaction."));
        }
        savepoints.remove(key(savepoint));
        savepoints.add(key(savepoint));
        participant.saved(savepoint);
        return Optional.empty();
    }

    /** It does not outlive the request, if that is cancelled. */
    void abandon() {
        abandoned = true;
    }

    /** The request was cancelled. */
    void cancelled(TokenWriter tokens) throws IOException {
        if (abandoned) {
            end(tokens);
        }
    }

    /** Rolled back by the server. */
    void end(TokenWriter tokens) throws IOException {
        abandoned = false;
        if (count > 0) {
            count = 0;
            savepoints.clear();
            participant.rolledBack();
            tokens.transactionRolledBack(descriptor);
        }
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
