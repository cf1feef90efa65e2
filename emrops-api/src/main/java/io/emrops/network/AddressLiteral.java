package io.emrops.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The one writing of an IPv6 address, which has several. */
final class AddressLiteral {
    private static final int GROUPS = 8;

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
                    ? text(address.getAddress()) + (zone < 0 ? "" : host.substring(zone))
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            return host;
        }
    }

    /** By RFC 5952: the longest run of zeros, and the first of those as long, is left out. */
    private static String text(byte[] bytes) {
        var groups = IntStream.range(0, GROUPS)
                .map(i -> (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff)
                .toArray();
        var begin = 0;
        var longest = 0;
        for (var i = 0; i < GROUPS; i++) {
            var length = zerosFrom(groups, i);
            if (length > longest) {
                begin = i;
                longest = length;
            }
        }
        return longest < 2
                ? hex(groups, 0, GROUPS)
                : hex(groups, 0, begin) + "::" + hex(groups, begin + longest, GROUPS);
    }

    private static int zerosFrom(int[] groups, int begin) {
        var end = begin;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - begin;
    }

    private static String hex(int[] groups, int from, int to) {
        return Arrays.stream(groups, from, to).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
    }
}
