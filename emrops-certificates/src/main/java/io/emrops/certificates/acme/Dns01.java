package io.emrops.certificates.acme;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;

/**
 * A name is ours if its zone is: a TXT record below {@code _acme-challenge} says what it should (RFC 8555, 8.4). For wildcards too, and for names that nobody reaches from
 * outside.
 *
 * <p>Records of others at the same name stay; ours are taken away afterwards, whatever came of the order.
 */
public final class Dns01 extends Proving {
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int TRIES = 5;

    private final DnsUpdater zone;
    private final Duration seenWithin;

    private Dns01(DnsUpdater zone, Duration seenWithin) {
        this.zone = Objects.requireNonNull(zone, "zone");
        this.seenWithin = seenWithin;
        if (seenWithin.isNegative() || seenWithin.isZero()) {
            throw new IllegalArgumentException("There has to be time for it to be seen: " + seenWithin);
        }
    }

    /** By records in a zone. All its authoritative servers have to show them within two minutes. */
    public static Dns01 through(DnsUpdater zone) {
        return new Dns01(zone, Duration.ofMinutes(2));
    }

    /** The same, with another time until all authoritative servers show the records. */
    public Dns01 seenWithin(Duration time) {
        return new Dns01(zone, time);
    }

    @Override
    Optional<String> refusal(CertificateOrder order) {
        return order.names().stream()
                .filter(CertificateOrder::isAddress)
                .findFirst()
                .map(address -> "An address cannot be proven over DNS (RFC 8738, 7): " + address);
    }

    @Override
    Proof begin(Deadline deadline) {
        return new Records(deadline.orIn(seenWithin));
    }

    /** The values of one order. */
    private final class Records implements Proof {
        private final Map<DnsName, List<String>> put = new LinkedHashMap<>();
        private final Deadline seen;

        Records(Deadline seen) {
            this.seen = seen;
        }

        @Override
        public Optional<Challenge> put(Authorization authorization) throws InterruptedException {
            var challenge = authorization.findChallenge(Dns01Challenge.class);
            if (challenge.isPresent()) {
                var name = new DnsName(challenge.get().getRRName(authorization.getIdentifier()));
                var value = RecordSet.text(name.text(), TTL, challenge.get().getDigest())
                        .values()
                        .get(0);
                // Before it is there, so that it goes whatever becomes of the answer.
                put.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
                retried(() -> add(name, value));
            }
            return challenge.map(Challenge.class::cast);
        }

        private void add(DnsName name, String value) {
            var own = new RecordSet(name, RecordType.TXT, TTL, List.of(value));
            var now = zone.find(name, RecordType.TXT);
            if (now.isEmpty()) {
                zone.add(own);
            } else if (!now.get().values().contains(value)) {
                addBeside(now.get(), own);
            }
        }

        private void addBeside(RecordSet others, RecordSet own) {
            var all = new ArrayList<>(others.values());
            all.addAll(own.values());
            try {
                zone.replace(others, new RecordSet(others.name(), RecordType.TXT, others.ttl(), all));
            } catch (PreconditionFailedException e) {
                // They may come from a wildcard of the zone: then there are none beside which ours would be.
                zone.add(own);
            }
        }

        @Override
        public void settle() throws InterruptedException {
            for (var each : put.entrySet()) {
                for (var unseen = unseen(each.getKey(), each.getValue());
                        unseen.isPresent();
                        unseen = unseen(each.getKey(), each.getValue())) {
                    if (seen.isOver()) {
                        throw new TargetUnavailableException("Not all name servers show " + each.getKey()
                                + " in time; nothing was issued: " + unseen.get());
                    }
                    Thread.sleep(PAUSE.toMillis());
                }
            }
        }

        /** One server that does not show all of them. */
        private Optional<String> unseen(DnsName name, List<String> values) {
            return zone.served(name, RecordType.TXT).stream()
                    .filter(answer -> !(answer instanceof DnsAnswer.Present present
                            && present.records().values().containsAll(values)))
                    .map(DnsAnswer::server)
                    .findFirst();
        }

        @Override
        public void close() {
            EmropsException first = null;
            for (var each : put.entrySet()) {
                try {
                    retriedToTheEnd(() -> remove(each.getKey(), each.getValue()));
                } catch (EmropsException e) {
                    first = first == null ? e : first;
                }
            }
            if (first != null) {
                throw first;
            }
        }

        private void remove(DnsName name, List<String> values) {
            var now = zone.find(name, RecordType.TXT);
            if (now.isEmpty() || now.get().values().stream().noneMatch(values::contains)) {
                return;
            }
            var left = now.get().values().stream()
                    .filter(value -> !values.contains(value))
                    .toList();
            if (left.isEmpty()) {
                zone.remove(now.get());
            } else {
                zone.replace(
                        now.get(), new RecordSet(name, RecordType.TXT, now.get().ttl(), left));
            }
        }
    }

    /** Another one who changes the same name wins now and then, and an answer is lost: what is there by then is looked at again. */
    private static void retried(Runnable change) throws InterruptedException {
        for (var tries = 1; ; tries++) {
            try {
                change.run();
                return;
            } catch (PreconditionFailedException | TargetUnavailableException e) {
                if (tries == TRIES) {
                    throw e;
                }
            } catch (OutcomeUnknownException e) {
                if (tries == TRIES) {
                    throw new TargetUnavailableException(
                            "The name server does not tell whether it has taken the proof; nothing was issued", e);
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** An interrupt waits until what was put up is gone. */
    private static void retriedToTheEnd(Runnable change) {
        var interrupted = Thread.interrupted();
        try {
            for (var done = false; !done; ) {
                try {
                    retried(change);
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
