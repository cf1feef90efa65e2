package io.emrops.certificates;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateManager;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateStatus;
import io.emrops.certificate.CertificateStore.Stage;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.certificate.Rotation;
import io.emrops.certificate.ServedCertificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The certificate of a service: where it is kept, which servers show it, and who issues it.
 *
 * <pre>{@code
 * var emr = ServiceCertificate.of("emrnext", "emr.example")
 *         .place(PemFiles.combined(Path.of("/etc/haproxy/tls/emr.pem")), edge.certificate(Path.of("/etc/haproxy/tls/emr.pem")), new Endpoint("10.0.1.10", 443))
 *         .issuedBy(InternalAuthority.in(keyStore, password, "issuing"))
 *         .seenFrom(VantagePoint.here())
 *         .build();
 * emr.rotate("2026-11", CertificateOrder.of("emr.example"), Progress.none());
 * }</pre>
 *
 * <p>A server counts as showing a certificate when it has done so in three handshakes in a row, with the chain above it. Threads of this process wait for each other; between
 * processes the stores see to it that one change is under way at a time.
 */
public final class ServiceCertificate implements CertificateManager {
    private final String name;
    private final String serverName;
    private final List<Place> places;
    private final CertificateIssuer issuer;
    private final Examination examination;
    private final Witness witness;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();

    ServiceCertificate(ServiceCertificateBuilder from) {
        this.name = from.name();
        this.serverName = from.serverName();
        this.places = from.places();
        this.issuer = from.issuer();
        this.examination = from.examination();
        this.witness = from.witness();
        this.clock = from.clock();
    }

    /**
     * The certificate of a service.
     *
     * @param name the service's, for people
     * @param serverName what clients call it, and ask its servers for; no wildcard
     * @throws IllegalArgumentException if no client could ask for it
     */
    public static ServiceCertificateBuilder of(String name, String serverName) {
        return new ServiceCertificateBuilder(name, serverName);
    }

    @Override
    public Target target() throws InterruptedException {
        var identities = new ArrayList<String>();
        for (var place : places) {
            identities.add(place.store().target().identity());
        }
        return new Target("certificate", name, String.join(", ", identities));
    }

    @Override
    public CertificateStatus status() throws InterruptedException {
        var now = clock.instant();
        var stored = new ArrayList<FoundCertificate>();
        var served = new ArrayList<ServedCertificate>();
        var faults = new ArrayList<String>();
        for (var place : places) {
            var found = place.store()
                    .inPlace()
                    .orElseGet(() -> FoundCertificate.unreadable(place.store().toString(), "there is none"));
            stored.add(found);
            faultsOf(found).forEach(fault -> faults.add(found.place() + ": " + fault));
            for (var seen : witness.look(place)) {
                served.add(seen);
                faultsOf(seen, found).forEach(fault -> faults.add(seen.endpoint() + ": " + fault));
            }
        }
        return new CertificateStatus(now, name, stored, served, faults);
    }

    private List<String> faultsOf(FoundCertificate found) {
        var faults = new LinkedHashSet<>(found.faults());
        if (found.certificate().isPresent() && found.key() != KeyState.MATCHES && found.key() != KeyState.DIFFERS) {
            faults.add(found.key() == KeyState.LOCKED ? "its key cannot be opened" : "its key is not there");
        }
        faults.addAll(faultsOf(found.chain()));
        return List.copyOf(faults);
    }

    private List<String> faultsOf(List<CertificateFacts> chain) {
        var faults = new ArrayList<>(examination.faultsOf(chain, 0));
        if (!chain.isEmpty() && !chain.get(0).isFor(serverName)) {
            faults.add("it is not for " + serverName);
        }
        return faults;
    }

    private List<String> faultsOf(ServedCertificate seen, FoundCertificate stored) {
        if (seen.certificate().isEmpty()) {
            return List.of(seen.obstacle().orElseThrow());
        }
        if (stored.chain().isEmpty() || Witness.shows(seen, stored.chain())) {
            return List.of();
        }
        var faults = new ArrayList<String>();
        var same = stored.chain().get(0).sha256().equals(seen.chain().get(0).sha256());
        faults.add(
                same
                        ? "it does not show the whole chain"
                        : "it shows another certificate, serial "
                                + seen.chain().get(0).serial());
        if (!same) {
            faults.addAll(faultsOf(seen.chain()));
        }
        return faults;
    }

    @Override
    public List<String> foresee(String change, CertificateOrder order) throws InterruptedException {
        Objects.requireNonNull(order, "order");
        var lines = new ArrayList<String>();
        for (var place : places) {
            var refusal = place.store().refusal(change);
            if (refusal.isPresent()) {
                throw new PreconditionFailedException(refusal.get());
            }
            var now = place.store().inPlace().flatMap(FoundCertificate::certificate);
            var ambiguities = witness.ambiguities(place);
            if (!ambiguities.isEmpty()) {
                throw new PreconditionFailedException(String.join("; ", ambiguities));
            }
            lines.add(place.store() + ": " + now.map(CertificateFacts::toString).orElse("none") + " → " + order + ", "
                    + issuer.describe());
            place.store().warnings().forEach(warning -> lines.add(place.store() + ": " + warning));
            lines.add(place.reload().describe());
        }
        return List.copyOf(lines);
    }

    @Override
    public Rotation rotate(String change, CertificateOrder order, Progress progress) throws InterruptedException {
        Objects.requireNonNull(order, "order");
        changing.lockInterruptibly();
        try {
            var proof = new Changeover(change, places, witness, progress).forward(issuer, examination, order);
            return rotation(change, proof);
        } finally {
            changing.unlock();
        }
    }

    private Rotation rotation(String change, List<ServedCertificate> proof) throws InterruptedException {
        var first = places.get(0).store();
        return new Rotation(
                first.before(change).flatMap(FoundCertificate::certificate),
                first.inPlace().flatMap(FoundCertificate::certificate).orElseThrow(),
                proof,
                clock.instant());
    }

    @Override
    public Optional<Rotation> finished(String change) throws InterruptedException {
        var proof = new ArrayList<ServedCertificate>();
        for (var place : places) {
            var now = place.store().inPlace();
            if (place.store().stage(change) != Stage.FINISHED
                    || now.isEmpty()
                    || now.get().chain().isEmpty()) {
                return Optional.empty();
            }
            for (var seen : witness.look(place)) {
                if (!Witness.shows(seen, now.get().chain())) {
                    return Optional.empty();
                }
                proof.add(seen);
            }
        }
        return Optional.of(rotation(change, proof));
    }

    @Override
    public boolean isBegun(String change) throws InterruptedException {
        for (var place : places) {
            var stage = place.store().stage(change);
            if (stage != Stage.UNTOUCHED && (stage != Stage.PUT_BACK || !isShown(place))) {
                return true;
            }
        }
        return false;
    }

    private boolean isShown(Place place) throws InterruptedException {
        var chain = place.store().inPlace().map(FoundCertificate::chain).orElse(List.of());
        return witness.look(place).stream()
                .allMatch(seen -> chain.isEmpty() ? seen.chain().isEmpty() : Witness.shows(seen, chain));
    }

    @Override
    public List<ServedCertificate> putBack(String change, Progress progress) throws InterruptedException {
        changing.lockInterruptibly();
        try {
            return List.copyOf(new Changeover(change, places, witness, progress).back());
        } finally {
            changing.unlock();
        }
    }
}
