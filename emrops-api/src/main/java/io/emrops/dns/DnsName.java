package io.emrops.dns;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A full name in the DNS, such as {@code emrnext.hospital.example}: labels of up to 63 letters, digits, hyphens and underscores, with at
 * most 253 characters in all; the first label may be {@code *}. It is kept in lower case and without the dot at its end, so that the same
 * name is equal in all its writings. Names in other scripts are given in the form that the DNS has of them ({@code xn--…}).
 *
 * @param text lower case, without the dot at the end
 */
public record DnsName(String text) implements Comparable<DnsName> {
    private static final int LONGEST = 253;
    private static final Pattern NAME = Pattern.compile("(?:\\*\\.)?[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63})*+");

    /**
     * @throws IllegalArgumentException if it is no such name
     */
    public DnsName {
        Objects.requireNonNull(text, "text");
        var bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        var canonical = bare.toLowerCase(Locale.ROOT);
        if (bare.length() > LONGEST
                || bare.chars().anyMatch(c -> c > 127)
                || !NAME.matcher(canonical).matches()) {
            throw new IllegalArgumentException("No name of the DNS: '" + text + "'");
        }
        text = canonical;
    }

    /** Whether it is this zone's own name, or one below it. */
    public boolean isIn(DnsName zone) {
        return equals(zone) || text.endsWith("." + zone.text);
    }

    /** By their text. */
    @Override
    public int compareTo(DnsName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
