package io.emrops.windows.certificate;

import io.emrops.Change;
import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Optional;

/** See {@link WindowsCertificates#bind}. */
record BindCertificate(WindowsCertificateStore store, SiteBinding binding, String thumbprint)
        implements Operation<Done> {
    @Override
    public String describe() {
        return "Give " + binding + " the certificate " + thumbprint;
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return store.target();
    }

    private static BoundCertificate now(StoreContents contents, SiteBinding binding) {
        if (!contents.usesKnown()) {
            throw new PreconditionFailedException("Who is no administrator is not told of bindings");
        }
        return contents.binding(binding)
                .orElseThrow(() -> new PreconditionFailedException("There is no binding for HTTPS like " + binding));
    }

    private boolean isThis(BoundCertificate now) {
        return now.thumbprint().equals(thumbprint) && now.store().equalsIgnoreCase(store.name());
    }

    @Override
    public Preview<Done> preview(Inputs in) throws InterruptedException {
        var contents = store.contents();
        var now = now(contents, binding);
        if (isThis(now)) {
            return Preview.<Done>of().predicting(Done.DONE);
        }
        var from = now.thumbprint().isEmpty() ? "none" : now.thumbprint();
        var preview = Preview.<Done>of(new Change("certificate of " + binding, from, thumbprint).toString())
                .predicting(Done.DONE);
        // A step before this one may bring it.
        return contents.find(thumbprint)
                        .filter(WindowsCertificate::hasPrivateKey)
                        .isPresent()
                ? preview
                : preview.remark(store + " does not have this certificate with its key yet");
    }

    @Override
    public Done execute(StepContext run) throws InterruptedException {
        store.bind(binding, thumbprint);
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) throws InterruptedException {
        return isThis(now(store.contents(), binding)) ? Probe.applied(Done.DONE) : Probe.notApplied();
    }

    @Override
    public Undoing<Done> undoing() {
        return new Back(store, binding, thumbprint);
    }

    @Override
    public String kind() {
        return "windows.certificate-bind";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of(
                "store",
                store.name(),
                "site",
                binding.site(),
                "information",
                binding.information(),
                "thumbprint",
                thumbprint);
    }

    /** Gives the binding the certificate that it had; refused where somebody has given it a third one meanwhile. */
    private record Back(WindowsCertificateStore store, SiteBinding binding, String thumbprint)
            implements Undoing.Compensation<Done, BoundCertificate> {
        @Override
        public String describe() {
            return "Give " + binding + " the certificate again that it had";
        }

        @Override
        public Output<BoundCertificate> before() {
            return Output.of(BoundCertificate.class);
        }

        @Override
        public BoundCertificate capture(StepContext run) throws InterruptedException {
            return now(store.contents(), binding);
        }

        @Override
        public void undo(StepContext run, BoundCertificate before, Optional<Done> result) throws InterruptedException {
            var from = before.store().isEmpty() ? store : store.sibling(before.store());
            from.bind(binding, before.thumbprint(), Optional.of(thumbprint));
        }
    }
}
