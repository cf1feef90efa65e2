package io.emrops.testkit.sqlserver.script;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.type.Column;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a statement. Answers are put together with {@link #then}; what no method here makes is a lambda.
 *
 * <pre>{@code
 * Answer.rows("Id int", "Name nvarchar(50)").row(1, "Ada").row(2, null);
 * Answer.rowsAffected(1);
 * Answer.error(SqlError.deadlockVictim());
 * Answer.message(3211, "10 percent processed.").then(Answer.pause(ofSeconds(1))).then(Answer.done());
 * Answer.rowsAffected(1).with(Fault.reset());
 * (request, reply) -> reply.rowsAffected((Integer) request.value(1));
 * }</pre>
 *
 * <p>An answer is given as often as it is asked for, by several threads at a time.
 */
@FunctionalInterface
public interface Answer {
    /**
     * Gives the answer.
     *
     * @throws Exception the client gets an error that says so, and the test server keeps it for the test
     */
    void give(Request request, Reply reply) throws Exception;

    /**
     * Whether the statement begins a transaction where they are implicit, as statements do. An answer that runs statements of its own says
     * by {@link SessionControl} when they do.
     */
    default boolean beginsTransaction() {
        return true;
    }

    /**
     * A result set; rows are added to it.
     *
     * @param columns as in {@code Name nvarchar(50) not null}
     * @throws IllegalArgumentException if one of them is no column
     */
    static Rows rows(String... columns) {
        return rows(Arrays.stream(columns).map(Column::parse).toList());
    }

    /** A result set; rows are added to it. */
    static Rows rows(List<Column> columns) {
        return new Rows(columns);
    }

    /** The statement has changed this many rows. */
    static Answer rowsAffected(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("no statement changes " + count + " rows");
        }
        return (request, reply) -> reply.rowsAffected(count);
    }

    /** The statement has changed as many rows as the bulk load has brought. */
    static Answer rowsLoaded() {
        return (request, reply) -> reply.rowsAffected(
                request.rows().map(table -> table.rows().size()).orElse(0));
    }

    /** The statement is done, and there is nothing to say. */
    static Answer done() {
        return (request, reply) -> reply.done();
    }

    /** The statement is done, and its {@code INSERT} has generated this key. */
    static Answer generatedKey(long key) {
        return (request, reply) -> {
            reply.rowsAffected(1);
            reply.generatedKey(key);
        };
    }

    /** The text of a {@code PRINT}, sent at once. */
    static Answer print(String text) {
        return message(SqlError.of(0, 0, text));
    }

    /** Information, sent at once. */
    static Answer message(int number, String text) {
        return message(SqlError.of(number, 10, text));
    }

    /** Information or an error, sent at once. */
    static Answer message(SqlError message) {
        return (request, reply) -> {
            reply.message(message);
            reply.flush();
        };
    }

    /** The statement has failed. Several of them behind one another are the chain that SQL Server sends for one failure. */
    static Answer error(SqlError error) {
        return message(error);
    }

    /** The statement has failed; the error's state is 1. */
    static Answer error(int number, int severity, String text) {
        return message(SqlError.of(number, severity, text));
    }

    /**
     * The value of an output parameter.
     *
     * @param index from 1, as the client counts
     */
    static Answer output(int index, @Nullable Object value) {
        return (request, reply) -> reply.output(index, value);
    }

    /** What a procedure returns. */
    static Answer returnStatus(int status) {
        return (request, reply) -> reply.returnStatus(status);
    }

    /** What was said before is sent, and then time goes by. */
    static Answer pause(Duration duration) {
        return (request, reply) -> reply.pause(duration);
    }

    /** What was said before is sent, and then the answer waits. */
    static Answer waitFor(Gate gate) {
        return (request, reply) -> reply.waitFor(gate);
    }

    /** The connection is closed instead of an answer. */
    static Answer closeConnection() {
        return (request, reply) -> reply.fault(Fault.close());
    }

    /** The connection is reset instead of an answer. */
    static Answer resetConnection() {
        return (request, reply) -> reply.fault(Fault.reset());
    }

    /** This answer, and behind it another. */
    default Answer then(Answer next) {
        return (request, reply) -> {
            give(request, reply);
            next.give(request, reply);
        };
    }

    /** This answer, with a fault in it. */
    default Answer with(Fault fault) {
        return (request, reply) -> {
            reply.fault(fault);
            give(request, reply);
        };
    }
}
