package io.emrops.dns;

import java.util.Objects;

/** What one server said of a record set. */
public sealed interface DnsAnswer {
    /** Which server; an authoritative one or a resolver. */
    String server();

    /** As it is told in a report: {@code ns2: 10.2.0.7, TTL 60 s}. */
    String text();

    /**
     * It has these records.
     *
     * @param records with the time to live that this server tells: a resolver's is what is left of it
     */
    record Present(String server, RecordSet records) implements DnsAnswer {
        public Present {
            Objects.requireNonNull(server, "server");
            Objects.requireNonNull(records, "records");
        }

        @Override
        public String text() {
            return server + ": " + records.content();
        }
    }

    /** It has no such records: none of this type, or not even the name. */
    record Absent(String server) implements DnsAnswer {
        public Absent {
            Objects.requireNonNull(server, "server");
        }

        @Override
        public String text() {
            return server + ": no such records";
        }
    }

    /**
     * It does not say: it does not answer, refuses to, or is not in charge of the zone.
     *
     * @param why in a few words, safe for an audit trail
     */
    record Silent(String server, String why) implements DnsAnswer {
        public Silent {
            Objects.requireNonNull(server, "server");
            Objects.requireNonNull(why, "why");
        }

        @Override
        public String text() {
            return server + ": " + why;
        }
    }
}
