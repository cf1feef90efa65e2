package io.emrops.certificate;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** See {@link Certificates#rotate}. */
record RotateCertificate(CertificateManager service, CertificateOrder order) implements Operation<Rotation> {
    RotateCertificate {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(order, "order");
    }

    @Override
    public String describe() {
        return "Rotate the certificate: " + order;
    }

    @Override
    public Output<Rotation> output() {
        return Output.of(Rotation.class);
    }

    @Override
    public Target target() throws InterruptedException {
        return service.target();
    }

    @Override
    public Preview<Rotation> preview(Inputs in) throws InterruptedException {
        return Preview.of(service.foresee("rehearsal", order));
    }

    @Override
    public Rotation execute(StepContext run) throws InterruptedException {
        return service.rotate(run.idempotencyKey(), order, run.progress());
    }

    /** A change that is half-way is neither: another attempt goes on with it, which a person decides here, or {@code InDoubt.rerun()} before. */
    @Override
    public Probe<Rotation> probe(StepContext run) throws InterruptedException {
        var change = run.idempotencyKey();
        var finished = service.finished(change);
        if (finished.isPresent()) {
            return Probe.applied(finished.get());
        }
        return service.isBegun(change)
                ? Probe.unknown("the change is half-way; another attempt goes on with it, an undo takes it back")
                : Probe.notApplied();
    }

    @Override
    public Undoing<Rotation> undoing() {
        return new EarlierCertificate(service);
    }

    @Override
    public String kind() {
        return "certificate.rotate";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("order", order.toString());
    }

    /** Puts back what was served before. What that was is in the store, under the names of the changes. */
    private record EarlierCertificate(CertificateManager service) implements Undoing.Compensation<Rotation, String> {
        @Override
        public String describe() {
            return "Put the earlier certificate back, and see that each server shows it";
        }

        @Override
        public Output<String> before() {
            return Output.of(String.class);
        }

        @Override
        public String capture(StepContext run) {
            return run.idempotencyKey();
        }

        @Override
        public void undo(StepContext run, String first, Optional<Rotation> result) throws InterruptedException {
            for (var change : run.idempotencyKeys()) {
                service.putBack(change, run.progress());
            }
        }
    }
}
