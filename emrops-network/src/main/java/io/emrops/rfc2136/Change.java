package io.emrops.rfc2136;

import io.emrops.dns.DnsName;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import java.util.Optional;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * From one record set to another, in one message that the server takes as a whole or not at all.
 *
 * @param before what has to be there; empty if nothing may be
 * @param after what is to be there; empty if nothing is
 */
record Change(DnsName name, RecordType type, Optional<RecordSet> before, Optional<RecordSet> after) {
    Update message(DnsName zone) {
        var message = new Update(Records.name(zone));
        var owner = Records.name(name);
        if (before.isPresent()) {
            // The time to live of a prerequisite has to be 0 (RFC 2136, 2.4.2).
            Records.of(before.get(), 0).forEach(message::present);
            message.delete(owner, Records.type(type));
        } else if (type == RecordType.CNAME) {
            // Beside other records an alias would be ignored without a word (RFC 2136, 3.4.2.2), as others would beside
            // an alias.
            message.absent(owner);
        } else {
            message.absent(owner, Records.type(type));
            message.absent(owner, Type.CNAME);
        }
        after.ifPresent(
                records -> Records.of(records, records.ttl().toSeconds()).forEach(message::add));
        return message;
    }

    /** Whether an answer says that something else is there. */
    static boolean foundOther(int code) {
        return code == Rcode.NXRRSET || code == Rcode.NXDOMAIN || code == Rcode.YXRRSET || code == Rcode.YXDOMAIN;
    }

    String otherThere(Optional<RecordSet> now) {
        if (!now.equals(before)) {
            return this + " is " + content(now) + ", not " + content(before) + "; nothing was changed";
        }
        return before.isPresent()
                ? this + " has no records of its own: " + before.get().content()
                        + " comes from a wildcard, or was changed and changed back; nothing was changed"
                : "The name " + name + " has other records, beside which " + type + " cannot be; nothing was changed";
    }

    static String content(Optional<RecordSet> records) {
        return records.map(RecordSet::content).orElse("not there");
    }

    @Override
    public String toString() {
        return name + " " + type;
    }
}
