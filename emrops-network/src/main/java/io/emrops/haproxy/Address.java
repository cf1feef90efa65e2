package io.emrops.haproxy;

import io.emrops.PreconditionFailedException;
import io.emrops.network.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address and port in one writing, as IPv6 has several. The runtime API takes no names. */
record Address(InetAddress host, int port) {
    private static final Pattern V4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * @throws PreconditionFailedException if the host is a name
     */
    static Address of(Endpoint endpoint) {
        return parse(endpoint.host(), endpoint.port())
                .orElseThrow(() -> new PreconditionFailedException("HAProxy takes servers by address, not by name: "
                        + endpoint + " has to be resolved before; nothing was changed"));
    }

    /** Empty if it is no address, or no port. */
    static Optional<Address> parse(String host, int port) {
        if (port < 1
                || port > 65_535
                || !(V4.matcher(host).matches() || V6.matcher(host).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Address(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    String hostText() {
        return host.getHostAddress();
    }

    @Override
    public String toString() {
        return new Endpoint(hostText(), port).toString();
    }
}
