package io.emrops.internal;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The one writing of an IPv6 address that RFC 5952 recommends. */
public final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    /**
     * The longest run of zeros, and the first of those as long, is left out.
     *
     * @param bytes sixteen
     */
    public static String of(byte[] bytes) {
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
