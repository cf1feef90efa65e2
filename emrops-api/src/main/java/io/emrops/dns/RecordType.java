package io.emrops.dns;

import io.emrops.internal.Ipv6Text;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Pattern;

/** The kinds of records that are read and changed here. */
public enum RecordType {
    /** An IPv4 address, in four decimal numbers (RFC 1035, 3.4.1). */
    A {
        @Override
        String read(String value) {
            return IPV4.matcher(value).matches() ? value : refuse(value);
        }
    },
    /** An IPv6 address in any writing; kept as RFC 5952 has it (RFC 3596). */
    AAAA {
        @Override
        String read(String value) {
            return ipv6(value);
        }
    },
    /** An alias: the one other name that this one stands for (RFC 1035, 3.3.1). A name with an alias has no other records. */
    CNAME {
        @Override
        String read(String value) {
            return new DnsName(value).text();
        }
    },
    /** Texts in quotes, as zone files have them: {@code "v=spf1 -all"} (RFC 1035, 3.3.14). */
    TXT {
        @Override
        String read(String value) {
            return CharacterStrings.parse(value).toString();
        }
    };

    private static final String NUMBER = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(NUMBER + "(?:\\." + NUMBER + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]*");

    abstract String read(String value);

    /**
     * The one writing of a value of this type.
     *
     * @throws IllegalArgumentException if it is none
     */
    public String canonical(String value) {
        return read(Objects.requireNonNull(value, "value"));
    }

    String refuse(String value) {
        throw new IllegalArgumentException("No value of a record of type " + name() + ": '" + value + "'");
    }

    private static String ipv6(String value) {
        if (!IPV6.matcher(value).matches()) {
            return AAAA.refuse(value);
        }
        try {
            // In brackets nothing but an address is taken: a name would be looked up.
            var address = InetAddress.getByName("[" + value + "]");
            return address instanceof Inet6Address
                    ? Ipv6Text.of(address.getAddress())
                    : "::ffff:" + address.getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("No value of a record of type AAAA: '" + value + "'", e);
        }
    }
}
