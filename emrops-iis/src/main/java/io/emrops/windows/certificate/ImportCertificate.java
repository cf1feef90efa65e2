package io.emrops.windows.certificate;

import io.emrops.Change;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** See {@link WindowsCertificates#importPfx}. A class, because a record would print what it holds. */
final class ImportCertificate implements Operation<ImportedCertificate> {
    private final WindowsCertificateStore store;
    private final Path pfx;
    private final Secret password;
    private final ImportOptions options;

    ImportCertificate(WindowsCertificateStore store, Path pfx, Secret password, ImportOptions options) {
        this.store = store;
        this.pfx = pfx;
        this.password = password;
        this.options = options;
    }

    @Override
    public String describe() {
        return "Import the certificate in " + pfx.getFileName() + " into " + store;
    }

    @Override
    public Output<ImportedCertificate> output() {
        return Output.of(ImportedCertificate.class);
    }

    @Override
    public Target target() {
        return store.target();
    }

    private byte[] file() {
        try {
            return Files.readAllBytes(pfx);
        } catch (IOException e) {
            throw new TargetUnavailableException("The PKCS#12 file cannot be read here; nothing was sent", e);
        }
    }

    private Pfx checked() {
        return store.checked(file(), password);
    }

    @Override
    public Preview<ImportedCertificate> preview(Inputs in) throws InterruptedException {
        var checked = checked();
        var before = before(checked);
        var leaf = checked.leaf();
        var changes = new ArrayList<String>();
        if (!before.there()) {
            changes.add(new Change(
                            "certificate " + leaf.thumbprint() + " in " + store,
                            "not there",
                            leaf.subject() + ", until " + leaf.notAfter())
                    .toString());
        }
        before.missing()
                .forEach(each -> changes.add(
                        new Change("certificate " + each + " in LocalMachine\\CA", "not there", "there").toString()));
        return Preview.<ImportedCertificate>of(changes).predicting(imported(leaf, !before.there(), before.missing()));
    }

    private static ImportedCertificate imported(WindowsCertificate leaf, boolean added, List<String> chainAdded) {
        return new ImportedCertificate(leaf.thumbprint(), leaf.subject(), leaf.notAfter(), added, chainAdded);
    }

    private StoreBefore before(Pfx checked) throws InterruptedException {
        var contents = store.contents();
        return new StoreBefore(
                checked.leaf().thumbprint(),
                contents.find(checked.leaf().thumbprint()).isPresent(),
                checked.chainThumbprints().stream()
                        .filter(each -> !contents.intermediates().contains(each))
                        .toList());
    }

    @Override
    public ImportedCertificate execute(StepContext run) throws InterruptedException {
        run.conceal(password);
        var bytes = file();
        return store.importChecked(store.checked(bytes, password), bytes, password, options);
    }

    /** The certificate itself comes last, so with it all is there. What was there before is in the captured state. */
    @Override
    public Probe<ImportedCertificate> probe(StepContext run) throws InterruptedException {
        var checked = checked();
        var there = store.contents().find(checked.leaf().thumbprint());
        return there.filter(WindowsCertificate::hasPrivateKey).isPresent()
                ? Probe.applied(imported(checked.leaf(), true, checked.chainThumbprints()))
                : Probe.notApplied();
    }

    @Override
    public Undoing<ImportedCertificate> undoing() {
        return new Back();
    }

    @Override
    public String kind() {
        return "windows.certificate-import";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("store", store.name(), "exportable", String.valueOf(options.exportable()));
    }

    /**
     * What of a file was there before.
     *
     * @param missing the thumbprints of its intermediate certificates that were not
     */
    record StoreBefore(String thumbprint, boolean there, List<String> missing) {
        StoreBefore {
            missing = List.copyOf(missing);
        }
    }

    /** Removes what was brought in, if nobody uses it. */
    private final class Back implements Undoing.Compensation<ImportedCertificate, StoreBefore> {
        @Override
        public String describe() {
            return "Remove the imported certificate from " + store + ", unless it was there before or is in use";
        }

        @Override
        public Output<StoreBefore> before() {
            return Output.of(StoreBefore.class);
        }

        @Override
        public StoreBefore capture(StepContext run) throws InterruptedException {
            return ImportCertificate.this.before(checked());
        }

        @Override
        public void undo(StepContext run, StoreBefore before, Optional<ImportedCertificate> result)
                throws InterruptedException {
            // Not by the result: a repetition says that nothing was added by it.
            if (!before.there() || !before.missing().isEmpty()) {
                store.takeBack(Optional.of(before.thumbprint()).filter(each -> !before.there()), before.missing());
            }
        }
    }
}
