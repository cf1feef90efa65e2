package io.emrops.reachability;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.network.Endpoint;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Looks from one place whether something else can be reached, and what it shows. It says what is so from there, and no more: a port that
 * is open here may be closed to the wards. Usable by itself, without any runbook; it changes nothing.
 *
 * <p>All methods block for a bounded time, may be called from any thread, and answer what came of it; they throw only if it could not be
 * tried. An interrupt ends them at once. Each call looks up names and connects anew.
 *
 * <p>In PowerShell the like of {@link #tcp} is {@code Test-NetConnection -Port}, or {@code Test-Connection -TcpPort} from version 6 on.
 * {@code Test-Connection -Port}, which runbooks are seen to hold, is an error, and without a port it asks by ICMP, which says nothing about
 * the service.
 */
public interface ReachabilityProvider {
    /**
     * From where it is looked.
     *
     * @throws TargetUnavailableException if that place cannot be asked, or cannot look, such as for want of free ports, here and in all other
     *     methods
     */
    Target target();

    /** Each address that the name of an endpoint leads to, with its port; that of an address is itself. Nothing is connected to. */
    Reply<List<Endpoint>> lookUp(Endpoint endpoint) throws InterruptedException;

    /** Whether a port takes connections. Nothing is sent, and the connection is closed at once. */
    Reply<TcpFacts> tcp(Endpoint endpoint) throws InterruptedException;

    /**
     * Shakes hands and says what the server showed, whether it is to be trusted or not; then the connection is closed. That the endpoint is
     * {@linkplain Reply.Reached reached} does not mean that its certificate is good: ask {@link TlsFacts#trusted}.
     *
     * @param serverName whose certificate is expected: the name that clients use, which need not be that of the endpoint
     * @throws IllegalArgumentException if it can be no name of a server
     */
    Reply<TlsFacts> tls(Endpoint endpoint, String serverName) throws InterruptedException;

    /** The same, for the host of the endpoint. */
    default Reply<TlsFacts> tls(Endpoint endpoint) throws InterruptedException {
        return tls(endpoint, endpoint.host());
    }

    /**
     * Asks one endpoint for what a URI names, whatever the name of its host leads to: {@code Host} and server name are the URI's, the
     * connection goes to the endpoint. So a site can be asked for the service before its name is moved there. A GET, over a connection of its
     * own; redirects are not followed. With {@code https}, nothing is asked of a server whose certificate is not to be trusted: see
     * {@link Obstacle.NotTrusted}.
     *
     * @param uri absolute, {@code http} or {@code https}, without user information
     * @throws IllegalArgumentException if it is another URI
     */
    Reply<HttpFacts> http(URI uri, Endpoint endpoint, HttpExpectation expectation) throws InterruptedException;

    /** The same, to where the name of the URI's host leads, at its port or the scheme's. */
    default Reply<HttpFacts> http(URI uri, HttpExpectation expectation) throws InterruptedException {
        return http(uri, endpointOf(uri), expectation);
    }

    /**
     * Where a URI leads: its host, and its port or that of its scheme.
     *
     * @throws IllegalArgumentException as {@link #http(URI, Endpoint, HttpExpectation)} does
     */
    static Endpoint endpointOf(URI uri) {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("An address to be asked begins with http:// or https:// and a host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("User information has no place in an address to be asked");
        }
        var port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        var host = uri.getHost();
        return new Endpoint(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }
}
