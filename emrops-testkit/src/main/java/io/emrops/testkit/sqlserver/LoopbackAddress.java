package io.emrops.testkit.sqlserver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An address that only this machine reaches: a server that anybody may log in to listens nowhere else. */
final class LoopbackAddress {
    private static final Pattern NUMBERS = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    private LoopbackAddress() {}

    /** With a name that needs no look-up: that of 127.0.0.1 is localhost, and others are called by their numbers. */
    static InetAddress of(String numbers) {
        if (!NUMBERS.matcher(numbers).matches()) {
            throw new IllegalArgumentException("not an IPv4 address of the loopback network: " + numbers);
        }
        try {
            var name = numbers.equals("127.0.0.1") ? "localhost" : numbers;
            return InetAddress.getByAddress(name, InetAddress.getByName(numbers).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(numbers, e);
        }
    }
}
