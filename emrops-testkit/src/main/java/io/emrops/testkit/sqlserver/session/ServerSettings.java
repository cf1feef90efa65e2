package io.emrops.testkit.sqlserver.session;

import io.emrops.spi.TimeSource;
import io.emrops.testkit.sqlserver.protocol.ServerVersion;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of a server have in common.
 *
 * @param name of the server, in its messages
 * @param defaultDatabase of logins that name none
 * @param tls null for a server that cannot encrypt
 * @param requiresEncryption whether a client that wants none is refused
 * @param time by which answers pause; null for real time
 * @param loginLimit how long a client may say nothing before its login is through
 */
public record ServerSettings(
        String name,
        ServerVersion version,
        String defaultDatabase,
        @Nullable SSLContext tls,
        boolean requiresEncryption,
        @Nullable TimeSource time,
        Duration loginLimit) {
    /** Nothing that a secret could be in. */
    @Override
    public String toString() {
        return name + " " + version;
    }
}
