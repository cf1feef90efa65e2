package io.emrops.windows;

import io.emrops.Secret;
import io.emrops.windows.winrm.BasicLogin;
import io.emrops.windows.winrm.NegotiateLogin;
import io.emrops.windows.winrm.WinRmLogin;
import io.emrops.windows.winrm.WinRmTransport;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Says how a host is reached by WinRM. */
public final class WinRmHostBuilder extends PowerShellHostBuilder<WinRmHostBuilder> {
    private static final int USUAL_PORT = 5986;

    private final String host;
    private int port = USUAL_PORT;
    private @Nullable WinRmLogin login;
    private @Nullable SSLContext trust;

    WinRmHostBuilder(String host) {
        if (requireHost(host).contains("_")) {
            throw new IllegalArgumentException("A URL has no underscore in the name of a host");
        }
        this.host = host;
    }

    @Override
    WinRmHostBuilder self() {
        return this;
    }

    /** 5986 if not called. */
    public WinRmHostBuilder port(int number) {
        port = requirePort(number);
        return this;
    }

    /**
     * Logs in by Basic authentication, which the host has to allow, and which knows accounts of the host itself alone. One of the two
     * logins has to be called; the last one holds.
     *
     * @param name without a colon
     * @param secret the password, fetched for each connection and sent inside of TLS; it is tried once
     */
    public WinRmHostBuilder login(String name, Secret secret) {
        if (requireUser(name).contains(":")) {
            throw new IllegalArgumentException("The name of a user has no colon here");
        }
        login = new BasicLogin(name, Objects.requireNonNull(secret, "secret"));
        return this;
    }

    /**
     * Logs in by Kerberos (Negotiate), as an account of a domain. The host proves by Kerberos too who it is, with each answer, and is not
     * believed before. There is no channel binding: the host's {@code CbtHardeningLevel} has to be {@code Relaxed}, which it is at first,
     * or {@code None}.
     *
     * @throws IllegalStateException if this host has an address for a name, and the login no service of its own
     */
    public WinRmHostBuilder login(KerberosLogin kerberos) {
        login = new NegotiateLogin(kerberos.source(), kerberos.serviceOn(host), Clock.systemUTC());
        return this;
    }

    /** Which certificates are trusted; if not called, the JVM's default. */
    public WinRmHostBuilder trusting(SSLContext context) {
        trust = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * The host. Asks nobody.
     *
     * @throws IllegalStateException if it is not said who logs in
     */
    @Override
    public PowerShellHost build() {
        var chosen = login;
        if (chosen == null) {
            throw new IllegalStateException("Somebody has to log in: login(…)");
        }
        var address = host.contains(":") ? "[" + host + "]" : host;
        var uri = URI.create("https://" + address + ":" + port + "/wsman");
        var shown = port == USUAL_PORT ? host : host + ":" + port;
        return new ConnectedHost(shown, new WinRmTransport(uri, chosen, trust), this);
    }
}
