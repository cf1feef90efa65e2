package io.emrops.runbooks;

import io.emrops.Check;
import io.emrops.Condition;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.RunbookBuilder;
import io.emrops.certificate.CertificateManager;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.Certificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A service gets a new certificate, loads it, and each of its servers proves in a TLS handshake that it shows it; else the old one is put back, and proven.
 *
 * <pre>{@code
 * var rotation = CertificateRotationRunbook.of("emrnext-certificate", "Rotate the certificate of EMRNext", emr, CertificateOrder.of("emr.example"))
 *         .lock("emrnext-certificate")
 *         .build();
 * var renewal = CertificateRotationRunbook.of("scheduler-renewal", "Renew the certificate of the scheduler", scheduler, order)
 *         .onlyWithin(30)
 *         .build();
 * }</pre>
 *
 * <p>{@link #onlyWithin} is the form that runs every night and does something when it is time. {@link #signedBySomebody} is the form for an authority that is offline: the run waits for whoever signs.
 * How the service loads the certificate, by a reload or a restart, the manager knows.
 */
public final class CertificateRotationRunbook extends ReadyMadeRunbook<CertificateRotationRunbook> {
    private final CertificateManager service;
    private final CertificateOrder order;
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private OptionalInt onlyWithin = OptionalInt.empty();
    private Optional<Operation<?>> request = Optional.empty();
    private int daysLeft = 30;

    private CertificateRotationRunbook(String id, String title, CertificateManager service, CertificateOrder order) {
        super(id, title);
        this.service = Objects.requireNonNull(service, "service");
        this.order = Objects.requireNonNull(order, "order");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static CertificateRotationRunbook of(
            String id, String title, CertificateManager service, CertificateOrder order) {
        return new CertificateRotationRunbook(id, title, service, order);
    }

    /**
     * Rotates only if one that is in use is valid for fewer days than this when it is its turn, or none can be seen.
     *
     * @param days from 1
     */
    public CertificateRotationRunbook onlyWithin(int days) {
        onlyWithin = OptionalInt.of(requirePositive(days));
        return this;
    }

    /** For how many days the new one is valid at least; 30 without this. */
    public CertificateRotationRunbook validFor(int days) {
        daysLeft = requirePositive(days);
        return this;
    }

    /**
     * Has a request written first, and waits until somebody has confirmed that it is signed. The manager's issuer takes what was brought.
     *
     * @param writes the request, such as {@code SigningRequests.create}
     */
    public CertificateRotationRunbook signedBySomebody(Operation<?> writes) {
        request = Optional.of(writes);
        return this;
    }

    /** A verification of one's own, behind the others. */
    public CertificateRotationRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check));
        return this;
    }

    private static int requirePositive(int days) {
        if (days < 1) {
            throw new IllegalArgumentException("Days are positive: " + days);
        }
        return days;
    }

    @Override
    CertificateRotationRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        rb.section("The certificate now");
        rb.verify("state", "What the service has and its servers show", Certificates.reported(service));
        writeBefore(rb, "Before the rotation");
        request.ifPresent(writes -> {
            rb.section("Signature");
            rb.step("request", "Write the request", writes).inDoubt(InDoubt.probe());
            rb.manual("signed", "Have the request signed, and put the certificate where the request's result says");
        });
        rb.section("Rotation");
        writeProtections(rb);
        rb.note(
                "The new certificate is issued, looked at, and put beside the old one. Then the service loads it, and each server"
                        + " has to show it in a TLS handshake. If one does not, the old one is put back everywhere.");
        var rotate = rb.step("rotate", "Rotate it", Certificates.rotate(service, order))
                .inDoubt(InDoubt.rerun());
        onlyWithin.ifPresent(days ->
                rotate.onlyIf("fewer than " + days + " days are left, or nothing can be seen", endsWithin(days)));
        rb.section("Verification");
        rb.verify("served", "It is sound, and each server shows it", Certificates.sound(service, atLeast()));
        verifications.forEach(each -> each.accept(rb));
        writeAfter(rb);
    }

    /** One that was not rotated is valid for as long as it need not be. */
    private int atLeast() {
        return Math.min(daysLeft, onlyWithin.orElse(daysLeft));
    }

    private Condition endsWithin(int days) {
        return run -> service.status().daysLeft().map(left -> left < days).orElse(true);
    }
}
