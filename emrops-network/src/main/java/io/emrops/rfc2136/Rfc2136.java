package io.emrops.rfc2136;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.network.Endpoint;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * A {@link DnsUpdater} for one zone of a server that takes dynamic updates, such as BIND.
 *
 * <pre>{@code
 * // key "emrops" { algorithm hmac-sha256; secret "…"; };
 * // zone "hospital.example" { type primary; file "…"; update-policy { grant emrops zonesub ANY; }; };
 * var dns = Rfc2136.zone("hospital.example", "ns1.hospital.example")
 *         .key("emrops", secret)
 *         .secondary("ns2.hospital.example")
 *         .resolver("10.0.0.53")
 *         .build();
 * }</pre>
 *
 * <p>All servers are asked over TCP. What is said to the primary is signed if there is a key, and only answers that are signed with it are
 * believed, or that refuse its signature; secondaries and the resolver are asked as anybody would. A change whose answer is lost is looked
 * for before its outcome is called unknown. The time to live is no part of what the server compares: if somebody changes it alone between
 * the look before and the change, that is not noticed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2136">Dynamic Updates in the Domain Name System (RFC 2136)</a>
 */
public final class Rfc2136 implements DnsUpdater {
    private static final int PORT = 53;

    private final DnsName zone;
    private final Server primary;
    private final List<Server> secondaries;
    private final Optional<Server> resolver;

    private Rfc2136(Builder builder) {
        this.zone = builder.zone;
        var key = Optional.ofNullable(builder.key);
        this.primary = new Server(builder.primary, key, builder.answerWithin, builder.clock);
        this.secondaries = builder.secondaries.stream().map(builder::unsigned).toList();
        this.resolver = Optional.ofNullable(builder.resolver).map(builder::unsigned);
    }

    /** A zone, and the server that takes its updates, on port 53. */
    public static Builder zone(String zone, String primary) {
        return zone(zone, primary, PORT);
    }

    /** A zone, and the server that takes its updates. */
    public static Builder zone(String zone, String primary, int port) {
        return new Builder(new DnsName(zone), new Endpoint(primary, port));
    }

    /** It is known by its zone, and by the primary server that the zone itself names (the MNAME of its SOA). */
    @Override
    public Target target() {
        var answer = query(Questions.authority(zone));
        Questions.requireInCharge(answer, primary, zone);
        var authority = Questions.primaryName(answer, zone)
                .orElseThrow(
                        () -> new PreconditionFailedException("The DNS server " + primary + " has no zone " + zone));
        return new Target("dns-zone", zone.text(), zone + " of " + authority);
    }

    @Override
    public Optional<RecordSet> find(DnsName name, RecordType type) {
        requireInZone(name);
        var answer = query(Questions.direct(name, type));
        Questions.requireInCharge(answer, primary, zone);
        return Records.own(answer.getSection(Section.ANSWER), name, type);
    }

    private Message query(Message question) {
        try {
            return primary.ask(question);
        } catch (UntrustedAnswerException e) {
            throw new PreconditionFailedException(
                    "The answer of the DNS server " + primary + " is not signed as it should be, and was not believed",
                    e);
        } catch (IOException e) {
            throw new TargetUnavailableException("The DNS server " + primary + " has not answered", e);
        }
    }

    @Override
    public List<DnsAnswer> served(DnsName name, RecordType type) {
        requireInZone(name);
        var answers = new ArrayList<DnsAnswer>();
        answers.add(Questions.ofAuthority(primary, zone, name, type));
        secondaries.forEach(server -> answers.add(Questions.ofAuthority(server, zone, name, type)));
        return answers;
    }

    @Override
    public DnsAnswer resolved(DnsName name, RecordType type) {
        var server = resolver.orElseThrow(() -> new PreconditionFailedException("No resolver is known to be asked"));
        return Questions.ofResolver(server, name, type);
    }

    @Override
    public void add(RecordSet records) {
        send(new Change(records.name(), records.type(), Optional.empty(), Optional.of(records)));
    }

    @Override
    public void replace(RecordSet before, RecordSet after) {
        if (!before.name().equals(after.name()) || before.type() != after.type()) {
            throw new IllegalArgumentException("Of another name or type: " + before + ", and " + after);
        }
        changeWhatIsThere(new Change(before.name(), before.type(), Optional.of(before), Optional.of(after)));
    }

    @Override
    public void remove(RecordSet before) {
        changeWhatIsThere(new Change(before.name(), before.type(), Optional.of(before), Optional.empty()));
    }

    /** The server compares no times to live. */
    private void changeWhatIsThere(Change change) {
        var now = find(change.name(), change.type());
        if (now.equals(change.after())) {
            return;
        }
        if (!now.equals(change.before())) {
            throw new PreconditionFailedException(change.otherThere(now));
        }
        send(change);
    }

    private void send(Change change) {
        requireInZone(change.name());
        Message answer;
        try {
            answer = primary.ask(change.message(zone));
        } catch (IOException e) {
            requireApplied(change, "The answer to the change of " + change + " was lost", e);
            return;
        }
        var code = answer.getRcode();
        if (code == Rcode.SERVFAIL) {
            requireApplied(change, "The DNS server " + primary + " has failed at the change of " + change, null);
        } else if (Change.foundOther(code)) {
            var now = find(change.name(), change.type());
            if (!now.equals(change.after())) {
                throw new PreconditionFailedException(change.otherThere(now));
            }
        } else if (code != Rcode.NOERROR) {
            throw new PreconditionFailedException("Nothing was changed: " + Refusal.text(answer, primary, zone));
        }
    }

    /** What is not there yet may still come: the server may have taken the change, and be at it. */
    private void requireApplied(Change change, String what, @Nullable IOException cause) {
        Optional<RecordSet> now;
        try {
            now = find(change.name(), change.type());
        } catch (EmropsException e) {
            var unknown = new OutcomeUnknownException(what + ", and it cannot be asked whether it was applied", cause);
            unknown.addSuppressed(e);
            throw unknown;
        }
        if (!now.equals(change.after())) {
            throw new OutcomeUnknownException(what + "; just afterwards it was " + Change.content(now), cause);
        }
    }

    private void requireInZone(DnsName name) {
        if (!name.isIn(zone)) {
            throw new PreconditionFailedException(name + " is not in zone " + zone + "; nothing was changed");
        }
    }

    /** Puts a {@link Rfc2136} together; asks nobody. */
    public static final class Builder {
        private final DnsName zone;
        private final Endpoint primary;
        private final List<Endpoint> secondaries = new ArrayList<>();
        private @Nullable Endpoint resolver;
        private @Nullable Key key;
        private Duration answerWithin = Duration.ofSeconds(5);
        private Clock clock = Clock.systemUTC();

        private Builder(DnsName zone, Endpoint primary) {
            this.zone = zone;
            this.primary = primary;
        }

        private Server unsigned(Endpoint server) {
            return new Server(server, Optional.empty(), answerWithin, clock);
        }

        /** Another authoritative server of the zone, on port 53; only asked. */
        public Builder secondary(String server) {
            return secondary(server, PORT);
        }

        /** Another authoritative server of the zone; only asked. */
        public Builder secondary(String server, int port) {
            secondaries.add(new Endpoint(server, port));
            return this;
        }

        /** Who is asked what clients are told, on port 53. */
        public Builder resolver(String server) {
            return resolver(server, PORT);
        }

        /** Who is asked what clients are told. */
        public Builder resolver(String server, int port) {
            resolver = new Endpoint(server, port);
            return this;
        }

        /** Signs with HMAC-SHA256. */
        public Builder key(String name, Secret secret) {
            return key(name, TsigAlgorithm.HMAC_SHA256, secret);
        }

        /**
         * How requests to the primary are signed; without it they are not, and any answer is believed.
         *
         * @param name of the key, the same at the server
         * @param secret in Base64, as the server's configuration has it; fetched for each request
         */
        public Builder key(String name, TsigAlgorithm algorithm, Secret secret) {
            key = new Key(
                    new DnsName(name),
                    Objects.requireNonNull(algorithm, "algorithm"),
                    Objects.requireNonNull(secret, "secret"));
            return this;
        }

        /**
         * For one question and its answer; 5 s unless this is called. The look-up of a server's name counts, but is not cut off: it takes as long as this
         * machine's resolver does: where that is not to be waited for, give the server's address.
         *
         * @param limit positive
         */
        public Builder answerWithin(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("There has to be some time: " + limit);
            }
            answerWithin = limit;
            return this;
        }

        Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        public Rfc2136 build() {
            return new Rfc2136(this);
        }
    }
}
