package io.emrops.testkit.sqlserver.session;

/**
 * A login as it was asked for. Its password is not kept.
 *
 * @param database empty if the client wants its default
 * @param server as which server the client has addressed this one
 * @param library what the client's driver calls itself
 * @param readIntent whether the client says that it only reads, as with {@code applicationIntent=ReadOnly}
 * @param encrypted whether the whole connection is encrypted, not the login alone
 * @param packetSize in bytes
 * @param granted whether the client was let in
 */
public record LoginAttempt(
        int spid,
        String user,
        String database,
        String application,
        String host,
        String server,
        String library,
        boolean readIntent,
        boolean encrypted,
        int packetSize,
        boolean granted) {
    LoginAttempt withGranted(boolean nowGranted) {
        return new LoginAttempt(
                spid,
                user,
                database,
                application,
                host,
                server,
                library,
                readIntent,
                encrypted,
                packetSize,
                nowGranted);
    }
}
