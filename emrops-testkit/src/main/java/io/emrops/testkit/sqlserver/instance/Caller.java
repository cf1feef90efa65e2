package io.emrops.testkit.sqlserver.instance;

/**
 * Who asks for an operation.
 *
 * @param spid the number of the session
 * @param database the one the session is in
 * @param inTransaction whether it has a transaction open
 */
public record Caller(int spid, String login, String database, boolean inTransaction) {}
