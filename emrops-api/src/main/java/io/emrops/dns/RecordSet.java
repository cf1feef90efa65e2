package io.emrops.dns;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * All records of one type that a name has. They have one time to live, and no order: values are kept sorted, each once, in the one writing
 * of their {@linkplain RecordType type}, so that what means the same is equal.
 *
 * <pre>{@code
 * RecordSet.a("emrnext.hospital.example", ofMinutes(1), "10.2.0.7", "10.2.0.8");
 * }</pre>
 *
 * @param name whose records they are
 * @param type what they say
 * @param ttl for how long whoever asked may keep the answer; whole seconds, 0 to 2147483647 (RFC 2181, 8)
 * @param values at least one; exactly one of type {@link RecordType#CNAME}
 */
public record RecordSet(DnsName name, RecordType type, Duration ttl, List<String> values) {
    private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

    /**
     * @throws IllegalArgumentException if a value is none of its type, or something above does not hold
     */
    public RecordSet {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        if (Objects.requireNonNull(ttl, "ttl").isNegative() || ttl.compareTo(LONGEST) > 0 || ttl.getNano() != 0) {
            throw new IllegalArgumentException("A time to live is 0 to 2147483647 whole seconds: " + ttl);
        }
        values = values.stream().map(type::canonical).sorted().distinct().toList();
        if (values.isEmpty() || type == RecordType.CNAME && values.size() > 1) {
            throw new IllegalArgumentException(
                    "Not so many values of type " + type + " has a name, but " + values.size());
        }
    }

    /** IPv4 addresses. */
    public static RecordSet a(String name, Duration ttl, String... addresses) {
        return new RecordSet(new DnsName(name), RecordType.A, ttl, List.of(addresses));
    }

    /** IPv6 addresses. */
    public static RecordSet aaaa(String name, Duration ttl, String... addresses) {
        return new RecordSet(new DnsName(name), RecordType.AAAA, ttl, List.of(addresses));
    }

    /** A name that stands for another one. */
    public static RecordSet alias(String name, Duration ttl, String target) {
        return new RecordSet(new DnsName(name), RecordType.CNAME, ttl, List.of(target));
    }

    /** Texts, a record for each, as they are: quotes and whatever else needs it are written as the DNS has them. */
    public static RecordSet text(String name, Duration ttl, String... texts) {
        return new RecordSet(
                new DnsName(name),
                RecordType.TXT,
                ttl,
                Arrays.stream(texts)
                        .map(text -> CharacterStrings.of(text).toString())
                        .toList());
    }

    /** The same values of another time to live. */
    public RecordSet withTtl(Duration ttl) {
        return new RecordSet(name, type, ttl, values);
    }

    /** Whether the values are the same, whatever the times to live. */
    public boolean hasValuesOf(RecordSet other) {
        return isOf(other.name, other.type) && values.equals(other.values);
    }

    boolean isOf(DnsName name, RecordType type) {
        return this.name.equals(name) && this.type == type;
    }

    /** The values and the time to live: {@code 10.2.0.7, 10.2.0.8, TTL 60 s}. */
    public String content() {
        return String.join(", ", values) + ", TTL " + ttl.toSeconds() + " s";
    }

    /** {@code emrnext.hospital.example A: 10.2.0.7, TTL 60 s}. */
    @Override
    public String toString() {
        return name + " " + type + ": " + content();
    }
}
