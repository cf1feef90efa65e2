package io.emrops.runbooks;

import io.emrops.RunbookBuilder;
import io.emrops.certificate.CertificateManager;
import io.emrops.certificate.CertificateSource;
import io.emrops.certificate.Certificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What certificates there are and when they end, those that end first foremost; fails if one ends soon, cannot be read, or has not its own key.
 *
 * <pre>{@code
 * var monthly = CertificateCheckRunbook.of("certificates-monthly", "Monthly check of certificates", 30, List.of(folder, edge))
 *         .service("emrnext", "EMRNext", emr)
 *         .build();
 * }</pre>
 *
 * <p>Nothing is changed.
 */
public final class CertificateCheckRunbook extends ReadyMadeRunbook<CertificateCheckRunbook> {
    private final int days;
    private final List<CertificateSource> places;
    private final List<Consumer<RunbookBuilder>> services = new ArrayList<>();

    private CertificateCheckRunbook(String id, String title, int days, List<? extends CertificateSource> places) {
        super(id, title);
        this.days = days;
        this.places = List.copyOf(places);
    }

    /**
     * Begins the configuration; see {@link io.emrops.Runbook#define} for id and title.
     *
     * @param days how many each certificate has to be valid for
     * @param places to be looked at; none if there are services alone
     */
    public static CertificateCheckRunbook of(
            String id, String title, int days, List<? extends CertificateSource> places) {
        if (days < 0) {
            throw new IllegalArgumentException("Days are not negative: " + days);
        }
        return new CertificateCheckRunbook(id, title, days, places);
    }

    /** A service's certificate too: its places, and what its servers show. */
    public CertificateCheckRunbook service(String id, String title, CertificateManager service) {
        Objects.requireNonNull(service, "service");
        services.add(rb -> rb.verify(id, title, Certificates.sound(service, days)));
        return this;
    }

    @Override
    CertificateCheckRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        // Nothing is done here that could be taken back, so a failed run is just that.
        rb.withoutAutomaticUndo();
        writeBefore(rb, "Before the look");
        rb.section("Certificates");
        writeProtections(rb);
        services.forEach(each -> each.accept(rb));
        if (!places.isEmpty()) {
            rb.verify("places", "All places", Certificates.noneEndsWithin(days, places));
        }
        writeAfter(rb);
    }
}
