package io.emrops.dns;

import io.emrops.PreconditionFailedException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Where a record set is in a zone, or would be. */
record Spot(DnsUpdater dns, DnsName name, RecordType type) {
    Spot {
        Objects.requireNonNull(dns, "dns");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    static Spot of(DnsUpdater dns, RecordSet records) {
        return new Spot(dns, records.name(), records.type());
    }

    Optional<RecordSet> now() {
        return dns.find(name, type);
    }

    /**
     * Whether these records come from a wildcard, as far as can be told: a name beside this one has the same. Then there are none of this
     * name's own, and some may be added.
     */
    boolean isOfWildcard(RecordSet now) {
        var parent = name.text().indexOf('.') + 1;
        if (parent == 0 || name.text().startsWith("*")) {
            return false;
        }
        try {
            return dns.find(new DnsName("*." + name.text().substring(parent)), type)
                    .filter(wild -> wild.content().equals(now.content()))
                    .isPresent();
        } catch (PreconditionFailedException e) {
            // The zone's own name has no names beside it in the zone.
            return false;
        }
    }

    /** From what has to be there to what is to be there. */
    void change(Optional<RecordSet> before, Optional<RecordSet> after) {
        if (before.isEmpty()) {
            after.ifPresent(dns::add);
        } else if (after.isEmpty()) {
            dns.remove(before.get());
        } else {
            dns.replace(before.get(), after.get());
        }
    }

    PreconditionFailedException elsewise(Optional<RecordSet> now, Optional<RecordSet> wanted) {
        return new PreconditionFailedException(this + " is " + content(now) + ", not " + content(wanted));
    }

    Map<String, String> configuration() {
        var configuration = new TreeMap<String, String>();
        configuration.put("name", name.text());
        configuration.put("type", type.name());
        return configuration;
    }

    static String content(Optional<RecordSet> records) {
        return records.map(RecordSet::content).orElse("not there");
    }

    @Override
    public String toString() {
        return name + " " + type;
    }
}
