package io.emrops.network;

import io.emrops.internal.Ipv6Text;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The one writing of an IPv6 address, which has several. */
final class AddressLiteral {
    private AddressLiteral() {}

    /** As it is if it is no IPv6 address. */
    static String canonical(String host) {
        if (!host.contains(":")) {
            return host;
        }
        var zone = host.indexOf('%');
        try {
            // In brackets nothing but an address is taken: a name would be looked up.
            var address = InetAddress.getByName("[" + (zone < 0 ? host : host.substring(0, zone)) + "]");
            return address instanceof Inet6Address
                    ? Ipv6Text.of(address.getAddress()) + (zone < 0 ? "" : host.substring(zone))
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            return host;
        }
    }
}
