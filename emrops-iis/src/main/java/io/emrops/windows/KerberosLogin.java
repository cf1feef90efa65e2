package io.emrops.windows;

import io.emrops.Secret;
import io.emrops.windows.winrm.KerberosService;
import io.emrops.windows.winrm.TicketSource;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A login by Kerberos, for {@link WinRmHostBuilder#login(KerberosLogin)}. Which realms there are, and where their KDCs are, is what the
 * {@code krb5.conf} of the JVM says, which is neither written nor chosen here. A ticket is fetched for each connection, and again where
 * a connection outlives it; a wrong password is tried once. The JVM needs the module {@code jdk.security.auth}.
 */
public final class KerberosLogin {
    private final TicketSource source;
    private final @Nullable KerberosService service;

    private KerberosLogin(TicketSource source, @Nullable KerberosService service) {
        this.source = source;
        this.service = service;
    }

    /** By the tickets of the user of this process, where the JDK finds them: {@code KRB5CCNAME}, or a file of MIT's usual name. */
    public static KerberosLogin byTicketCache() {
        return new KerberosLogin(TicketSource.cache(Optional.empty()), null);
    }

    /**
     * By the tickets in a file, as {@code kinit -c} writes it.
     *
     * @param file read for each connection and never written; whoever renews the tickets in it is somebody else
     */
    public static KerberosLogin byTicketCache(Path file) {
        return new KerberosLogin(TicketSource.cache(Optional.of(file)), null);
    }

    /**
     * By a key in a file, as {@code ktutil} or {@code ktpass} writes it.
     *
     * @param principal with or without a realm
     * @param file read for each connection
     */
    public static KerberosLogin byKeytab(String principal, Path file) {
        return new KerberosLogin(
                TicketSource.keytab(PowerShellHostBuilder.requireUser(principal), Objects.requireNonNull(file, "file")),
                null);
    }

    /**
     * By a password, which never leaves this process.
     *
     * @param principal with or without a realm
     * @param password fetched for each ticket
     */
    public static KerberosLogin byPassword(String principal, Secret password) {
        return new KerberosLogin(
                TicketSource.password(
                        PowerShellHostBuilder.requireUser(principal), Objects.requireNonNull(password, "password")),
                null);
    }

    /**
     * Asks for a ticket of another service than {@code HTTP/} and the name of the host.
     *
     * @param principal such as {@code WSMAN/app01.hospital.example}; where it has no {@code @} and realm, {@code krb5.conf} says which
     * @throws IllegalArgumentException if it is of another form
     */
    public KerberosLogin service(String principal) {
        return new KerberosLogin(source, new KerberosService(principal));
    }

    TicketSource source() {
        return source;
    }

    /** @throws IllegalStateException for an address, which no service is named after */
    KerberosService serviceOn(String host) {
        if (service != null) {
            return service;
        }
        if (host.matches("[0-9.]+") || host.contains(":")) {
            throw new IllegalStateException("Kerberos knows hosts by name: give the name, or service(…)");
        }
        return new KerberosService("HTTP/" + host);
    }
}
