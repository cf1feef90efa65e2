package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateManager;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateStatus;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyFacts;
import io.emrops.certificate.KeyState;
import io.emrops.certificate.Rotation;
import io.emrops.certificate.ServedCertificate;
import io.emrops.network.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CertificateManager} in memory: a service with servers that show its certificate, and an issuer.
 *
 * <pre>{@code
 * var emr = FakeCertificates.of("emrnext", "emr.example", new Endpoint("10.0.1.10", 443)).ending(ofDays(10));
 * emr.stubborn(new Endpoint("10.0.1.10", 443));   // goes on with the old one, so that a rotation is put back
 * }</pre>
 *
 * <p>It begins with a certificate that is valid for 30 days; new ones are for 90. Its state is in this instance alone: {@link #keptIn} keeps its calls.
 */
public final class FakeCertificates extends Fake<FakeCertificates> implements CertificateManager {
    private static final Set<String> READING = Set.of("target", "status", "foresee", "finished", "isBegun");
    private static final Set<String> CHANGING = Set.of("rotate", "putBack");
    private static final Duration LIFETIME = Duration.ofDays(90);

    /** One that is under way ends in the call that began it. */
    private record Ended(CertificateFacts before, CertificateFacts after, boolean putBack) {}

    private final String name;
    private final String serverName;
    private final Map<Endpoint, CertificateFacts> shown = new LinkedHashMap<>();
    private final List<Endpoint> stubborn = new ArrayList<>();
    private final Map<String, Ended> changes = new LinkedHashMap<>();
    private InstantSource clock = InstantSource.system();
    private CertificateFacts stored;
    private @Nullable String refusal;
    private int serial;

    private FakeCertificates(String name, String serverName, List<Endpoint> servers) {
        super("fake-certificate", name, READING, CHANGING);
        this.name = name;
        this.serverName = Objects.requireNonNull(serverName, "serverName");
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("A service has at least one server");
        }
        this.stored = issue(List.of(serverName), Duration.ofDays(30));
        servers.forEach(each -> shown.put(each, stored));
    }

    /**
     * A service whose servers show its certificate.
     *
     * @param serverName what clients call it
     */
    public static FakeCertificates of(String name, String serverName, Endpoint... servers) {
        return new FakeCertificates(name, serverName, List.of(servers));
    }

    /** What time it is here; this machine's clock unless set. */
    public FakeCertificates clock(InstantSource other) {
        return arrange(() -> clock = Objects.requireNonNull(other, "other"));
    }

    /** The certificate that is in use now ends after so long; negative for one that has expired. */
    public FakeCertificates ending(Duration left) {
        return arrange(() -> {
            stored = issue(List.of(serverName), left);
            shown.replaceAll((server, old) -> stored);
        });
    }

    /** This server goes on with what it shows now, whatever it is told. */
    public FakeCertificates stubborn(Endpoint server) {
        return arrange(() -> stubborn.add(requireServer(server)));
    }

    /** All servers do as they are told again. */
    public FakeCertificates docile() {
        return arrange(stubborn::clear);
    }

    /** The issuer refuses, for this reason. */
    public FakeCertificates refusing(String why) {
        return arrange(() -> refusal = Objects.requireNonNull(why, "why"));
    }

    /** The issuer gives again. */
    public FakeCertificates giving() {
        return arrange(() -> refusal = null);
    }

    /** What a server shows, as an onlooker sees it; not a call. */
    public CertificateFacts shownBy(Endpoint server) {
        return observe(() -> Objects.requireNonNull(shown.get(requireServer(server))));
    }

    private Endpoint requireServer(Endpoint server) {
        if (!shown.containsKey(server)) {
            throw new IllegalArgumentException("No server of this service: " + server);
        }
        return server;
    }

    private CertificateFacts issue(List<String> names, Duration lifetime) {
        var now = clock.instant();
        var end = now.plus(lifetime);
        serial++;
        return new CertificateFacts(
                "CN=" + names.get(0),
                "CN=Fake Authority",
                names,
                Integer.toHexString(serial),
                lifetime.compareTo(LIFETIME) < 0 ? end.minus(LIFETIME) : now,
                end,
                String.format("%064x", serial),
                new KeyFacts("EC", 256),
                "SHA256withECDSA");
    }

    @Override
    public CertificateStatus status() throws InterruptedException {
        return readingLong("status", List.of(), () -> {
            var now = clock.instant();
            var faults = new ArrayList<String>();
            stored.untimely(now).ifPresent(faults::add);
            if (!stored.isFor(serverName)) {
                faults.add("it is not for " + serverName);
            }
            shown.forEach((server, facts) -> {
                if (!facts.equals(stored)) {
                    faults.add(server + ": it shows another certificate, serial " + facts.serial());
                }
            });
            return new CertificateStatus(now, name, List.of(found(stored)), served(), faults);
        });
    }

    private static FoundCertificate found(CertificateFacts facts) {
        return new FoundCertificate("memory", List.of(facts), KeyState.MATCHES, List.of());
    }

    private List<ServedCertificate> served() {
        return shown.entrySet().stream()
                .map(each ->
                        new ServedCertificate(each.getKey(), serverName, List.of(each.getValue()), Optional.empty()))
                .toList();
    }

    @Override
    public List<String> foresee(String change, CertificateOrder order) throws InterruptedException {
        return readingLong("foresee", List.of(order.toString()), () -> {
            requireGiving();
            return List.of(stored + " → " + order);
        });
    }

    private void requireGiving() {
        if (refusal != null) {
            throw new PreconditionFailedException(
                    "The issuer does not give a certificate, and nothing was touched: " + refusal);
        }
    }

    @Override
    public Rotation rotate(String change, CertificateOrder order, Progress progress) throws InterruptedException {
        return changing("rotate", List.of(change, order.toString()), () -> {
            var ended = changes.get(change);
            if (ended != null && !ended.putBack()) {
                return again(ended);
            }
            requireGiving();
            var before = stored;
            var next = issue(order.names(), order.lifetime().orElse(LIFETIME));
            if (!order.coveredBy(next)) {
                throw new PreconditionFailedException("The new certificate is not for all of " + order);
            }
            show(next);
            if (!stubborn.isEmpty()) {
                show(before);
                changes.put(change, new Ended(before, next, true));
                throw new StepFailedException(
                        "A server does not show the certificate with serial " + next.serial() + ": " + stubborn.get(0)
                                + ". The earlier certificate is in its place again, and each server shows it");
            }
            var done = new Ended(before, next, false);
            changes.put(change, done);
            progress.report(shown.size(), shown.size(), "servers show it");
            return rotation(done);
        });
    }

    private Rotation again(Ended ended) {
        if (!stored.equals(ended.after())) {
            throw new PreconditionFailedException("This change was finished, and something else is in its place since");
        }
        return rotation(ended);
    }

    private void show(CertificateFacts facts) {
        stored = facts;
        shown.replaceAll((server, old) -> stubborn.contains(server) ? old : facts);
    }

    private Rotation rotation(Ended ended) {
        return new Rotation(Optional.of(ended.before()), ended.after(), served(), now());
    }

    private Instant now() {
        return clock.instant();
    }

    @Override
    public Optional<Rotation> finished(String change) throws InterruptedException {
        return readingLong(
                "finished",
                List.of(change),
                () -> Optional.ofNullable(changes.get(change))
                        .filter(ended -> !ended.putBack())
                        .filter(ended -> stored.equals(ended.after())
                                && shown.values().stream().allMatch(ended.after()::equals))
                        .map(this::rotation));
    }

    @Override
    public boolean isBegun(String change) throws InterruptedException {
        return readingLong(
                "isBegun",
                List.of(change),
                () -> Optional.ofNullable(changes.get(change))
                        .filter(ended -> !ended.putBack()
                                || stored.equals(ended.before())
                                        && !shown.values().stream().allMatch(stored::equals))
                        .isPresent());
    }

    @Override
    public List<ServedCertificate> putBack(String change, Progress progress) throws InterruptedException {
        return changing("putBack", List.of(change), () -> {
            var ended = changes.get(change);
            if (ended == null) {
                return served();
            }
            if (!ended.putBack() && !stored.equals(ended.after())) {
                throw new PreconditionFailedException(
                        "The certificate was changed by somebody else since; it is left as it is");
            }
            changes.put(change, new Ended(ended.before(), ended.after(), true));
            show(ended.putBack() ? stored : ended.before());
            for (var each : stubborn) {
                if (!stored.equals(shown.get(each))) {
                    throw new StepFailedException(
                            "The earlier certificate is in its place, but a server does not show it: " + each);
                }
            }
            return served();
        });
    }

    @Override
    FakeCertificates self() {
        return this;
    }

    @Override
    void restore(Tables from) {}

    @Override
    void save(Tables to) {}
}
