package io.emrops.testkit.sqlserver.script;

/**
 * What a session was when it sent a request.
 *
 * @param spid its number, from 51
 * @param user the name of its login
 * @param database the one it is in
 * @param application what the client calls itself; may be empty
 * @param host of the client; may be empty
 * @param encrypted whether requests and answers travel in TLS
 * @param openTransactions {@code @@TRANCOUNT} inside of the request, which begins one by itself where transactions are implicit, as
 *     they are after {@code setAutoCommit(false)}
 * @param isolationLevel as in {@code READ COMMITTED}
 */
public record SessionState(
        int spid,
        String user,
        String database,
        String application,
        String host,
        boolean encrypted,
        int openTransactions,
        String isolationLevel) {}
