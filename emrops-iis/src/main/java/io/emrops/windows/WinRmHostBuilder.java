package io.emrops.windows;

import io.emrops.Secret;
import io.emrops.windows.winrm.WinRmTransport;
import java.net.URI;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Says how a host is reached by WinRM. */
public final class WinRmHostBuilder extends PowerShellHostBuilder<WinRmHostBuilder> {
    private static final int USUAL_PORT = 5986;

    private final String host;
    private int port = USUAL_PORT;
    private @Nullable String user;
    private @Nullable Secret password;
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
     * Logs in; has to be called. The account is one of the host itself: Basic authentication, which it has to allow, knows no others.
     *
     * @param name without a colon
     * @param secret the password, fetched for each connection and sent inside of TLS; it is tried once
     */
    public WinRmHostBuilder login(String name, Secret secret) {
        if (requireUser(name).contains(":")) {
            throw new IllegalArgumentException("The name of a user has no colon here");
        }
        user = name;
        password = Objects.requireNonNull(secret, "secret");
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
        var name = user;
        var secret = password;
        if (name == null || secret == null) {
            throw new IllegalStateException("Somebody has to log in: login(…)");
        }
        var address = host.contains(":") ? "[" + host + "]" : host;
        var uri = URI.create("https://" + address + ":" + port + "/wsman");
        var shown = port == USUAL_PORT ? host : host + ":" + port;
        return new ConnectedHost(shown, new WinRmTransport(uri, name, secret, trust), this);
    }
}
