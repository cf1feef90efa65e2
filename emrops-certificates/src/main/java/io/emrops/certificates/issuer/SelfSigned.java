package io.emrops.certificates.issuer;

import io.emrops.Progress;
import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.x509.Issuance;
import io.emrops.certificates.x509.Keys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * Nobody but the service itself vouches for its certificate: for tests, and for services whose clients know the certificate itself. Valid for 90 days unless the order
 * says otherwise.
 */
public final class SelfSigned implements CertificateIssuer {
    static final Duration USUAL = Duration.ofDays(90);
    /** A client's clock may be behind. */
    static final Duration BEFORE = Duration.ofMinutes(5);

    private final InstantSource clock;

    private SelfSigned(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** By this machine's clock. */
    public static SelfSigned issuer() {
        return new SelfSigned(InstantSource.system());
    }

    /** The same, by another clock. */
    public SelfSigned clock(InstantSource other) {
        return new SelfSigned(other);
    }

    @Override
    public String describe() {
        return "signed by itself";
    }

    @Override
    public KeyedCertificate issue(CertificateOrder order, Progress progress) {
        var keys = Keys.generate(order.key());
        var now = clock.instant();
        var validity = new Issuance.Validity(
                now.minus(BEFORE), now.plus(order.lifetime().orElse(USUAL)));
        return new KeyedCertificate(keys.getPrivate(), List.of(Issuance.selfSigned(order, keys, validity)));
    }
}
