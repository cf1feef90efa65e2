package io.emrops.rfc2136;

import io.emrops.StepFailedException;
import io.emrops.dns.DnsName;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Record sets, as they are sent and received. */
final class Records {
    /** Longer ones lead in a circle, or to nobody's advantage. */
    private static final int ALIASES = 16;

    private Records() {}

    static Name name(DnsName name) {
        try {
            return Name.fromString(name.text(), Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("No name: " + name, e);
        }
    }

    static int type(RecordType type) {
        return Type.value(type.name());
    }

    /**
     * A record for each value.
     *
     * @param ttl in seconds
     */
    static List<Record> of(RecordSet records, long ttl) {
        var all = new ArrayList<Record>();
        for (var value : records.values()) {
            try {
                all.add(Record.fromString(
                        name(records.name()), type(records.type()), DClass.IN, ttl, value, Name.root));
            } catch (IOException e) {
                throw new IllegalArgumentException("No value: " + value, e);
            }
        }
        return all;
    }

    /** Those of this very name. */
    static Optional<RecordSet> own(List<Record> answer, DnsName name, RecordType type) {
        return set(at(answer, name(name), type(type)), name, type, Long.MAX_VALUE);
    }

    /** Those that the name leads to, over aliases. */
    static Optional<RecordSet> followed(List<Record> answer, DnsName name, RecordType type) {
        var at = name(name);
        var ttl = Long.MAX_VALUE;
        for (var i = 0; i < ALIASES; i++) {
            var found = at(answer, at, type(type));
            var aliases = at(answer, at, Type.CNAME);
            if (!found.isEmpty() || aliases.isEmpty()) {
                return set(found, name, type, ttl);
            }
            ttl = Math.min(ttl, seconds(aliases.get(0)));
            at = ((CNAMERecord) aliases.get(0)).getTarget();
        }
        return Optional.empty();
    }

    private static List<Record> at(List<Record> answer, Name name, int type) {
        return answer.stream()
                .filter(r -> r.getName().equals(name) && r.getType() == type && r.getDClass() == DClass.IN)
                .toList();
    }

    private static Optional<RecordSet> set(List<Record> records, DnsName name, RecordType type, long atMost) {
        if (records.isEmpty()) {
            return Optional.empty();
        }
        var ttl = records.stream().mapToLong(Records::seconds).min().orElseThrow();
        try {
            return Optional.of(new RecordSet(
                    name,
                    type,
                    Duration.ofSeconds(Math.min(ttl, atMost)),
                    records.stream().map(Records::value).toList()));
        } catch (IllegalArgumentException e) {
            throw new StepFailedException(
                    name + " " + type + " has a value that is not understood here; it was left as it is", e);
        }
    }

    private static String value(Record record) {
        return record instanceof TXTRecord text
                ? text.getStringsAsByteArrays().stream().map(Records::quoted).collect(Collectors.joining(" "))
                : record.rdataToString();
    }

    /** dnsjava leaves quotes out of some texts. */
    private static String quoted(byte[] bytes) {
        var text = new StringBuilder("\"");
        for (var b : bytes) {
            text.append(String.format(Locale.ROOT, "\\%03d", b & 0xff));
        }
        return text.append('"').toString();
    }

    /** A number with its highest bit set counts as 0 (RFC 2181, 8). */
    private static long seconds(Record record) {
        return record.getTTL() > Integer.MAX_VALUE ? 0 : record.getTTL();
    }
}
