package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.grammar.Messages;
import java.sql.SQLException;

/** What a function says when it cannot: a message of SQL Server, which the engine hands on as it is. */
final class Failure {
    /** By which it is told from the engine's own errors. */
    static final String STATE = "S0001";

    private static final Messages MESSAGES = Messages.of(Messages.NEWEST);

    private Failure() {}

    static SQLException of(int number, Object... values) {
        return new SQLException(MESSAGES.message(number).filled(values), STATE, number);
    }

    /** 50000: SQL Server would do it. */
    static SQLException notPlayed(String what) {
        return new SQLException("the simulated server does not " + what, STATE, 50000);
    }
}
