package io.emrops.certificates;

import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateRequirements;
import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.ServiceReload;
import io.emrops.network.Endpoint;
import io.emrops.reachability.ReachabilityProvider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link ServiceCertificate}: at least one place, an issuer, and from where its servers are seen. */
public final class ServiceCertificateBuilder {
    private final String name;
    private final String serverName;
    private final List<Place> places = new ArrayList<>();
    private final Set<X509Certificate> authorities = new HashSet<>();
    private final List<RevocationList> revocations = new ArrayList<>();
    private @Nullable CertificateIssuer issuer;
    private @Nullable ReachabilityProvider from;
    private CertificateRequirements requirements = CertificateRequirements.usual();
    private Duration shownWithin = Duration.ofSeconds(30);
    private InstantSource clock = InstantSource.system();

    ServiceCertificateBuilder(String name, String serverName) {
        this.name = Objects.requireNonNull(name, "name");
        this.serverName = Objects.requireNonNull(serverName, "serverName");
        if (name.isBlank() || serverName.isBlank()) {
            throw new IllegalArgumentException("A service and what its clients call it have names");
        }
        ServerNames.require(serverName);
    }

    /**
     * A place where the certificate is, and the servers that show it from there: each replica by itself, not what stands before them. Places are changed in this order.
     *
     * @param reload has these servers load it
     */
    public ServiceCertificateBuilder place(CertificateStore store, ServiceReload reload, Endpoint... servers) {
        places.add(new Place(store, reload, List.of(servers)));
        return this;
    }

    /** Who issues it. */
    public ServiceCertificateBuilder issuedBy(CertificateIssuer who) {
        this.issuer = Objects.requireNonNull(who, "who");
        return this;
    }

    /** From where the servers are asked what they show. */
    public ServiceCertificateBuilder seenFrom(ReachabilityProvider where) {
        this.from = Objects.requireNonNull(where, "where");
        return this;
    }

    /** What a new certificate has to keep to; {@link CertificateRequirements#usual} unless set. */
    public ServiceCertificateBuilder requiring(CertificateRequirements what) {
        this.requirements = Objects.requireNonNull(what, "what");
        return this;
    }

    /** The authorities that the service's clients trust: a new certificate has to lead to one of them. Not looked at unless set. */
    public ServiceCertificateBuilder trusting(Collection<X509Certificate> trusted) {
        authorities.addAll(trusted);
        return this;
    }

    /** A list of revoked certificates that a new certificate and its chain must not be on. */
    public ServiceCertificateBuilder notOn(RevocationList list) {
        revocations.add(Objects.requireNonNull(list, "list"));
        return this;
    }

    /** How long the servers of a place may take to show a certificate after they were told; 30 seconds unless set. */
    public ServiceCertificateBuilder shownWithin(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("There has to be time to load a certificate: " + time);
        }
        this.shownWithin = time;
        return this;
    }

    /** Another clock than this machine's. */
    public ServiceCertificateBuilder clock(InstantSource other) {
        this.clock = Objects.requireNonNull(other, "other");
        return this;
    }

    /** @throws IllegalStateException if a place, the issuer or the view is missing */
    public ServiceCertificate build() {
        if (places.isEmpty() || issuer == null || from == null) {
            throw new IllegalStateException(
                    "A service's certificate is at a place, issued by somebody and seen from somewhere");
        }
        return new ServiceCertificate(this);
    }

    String name() {
        return name;
    }

    String serverName() {
        return serverName;
    }

    List<Place> places() {
        return List.copyOf(places);
    }

    CertificateIssuer issuer() {
        return Objects.requireNonNull(issuer);
    }

    Examination examination() {
        return new Examination(requirements, authorities, revocations, clock);
    }

    Witness witness() {
        return new Witness(Objects.requireNonNull(from), serverName, shownWithin);
    }

    InstantSource clock() {
        return clock;
    }
}
