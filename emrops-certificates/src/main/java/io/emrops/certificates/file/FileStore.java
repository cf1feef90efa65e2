package io.emrops.certificates.file;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.file.RotationFolder.Begun;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Files of a service, which change by the {@link RotationFolder} beside them. */
abstract class FileStore implements CertificateStore {
    /** How many old certificates stay in the archive. */
    static final int KEPT = 3;

    private final FileForm form;

    FileStore(FileForm form) {
        this.form = form;
    }

    private Path first() {
        return form.files().get(0).path();
    }

    private RotationFolder folder() throws IOException {
        return new RotationFolder(form.files().get(0).file(), KEPT);
    }

    /** Something that is done with files. */
    @FunctionalInterface
    private interface Work<T> {
        T on(RotationFolder folder) throws IOException;
    }

    private <T> T looking(Work<T> work) {
        try {
            return work.on(folder());
        } catch (IOException e) {
            throw new TargetUnavailableException(
                    "The certificate at " + first() + " cannot be looked at: " + FileFaults.words(e), e, target());
        }
    }

    private <T> T changing(String what, Work<T> work) {
        try {
            return work.on(folder());
        } catch (IOException e) {
            throw new StepFailedException(
                    "The certificate at " + first() + " could not be " + what + ": " + FileFaults.words(e),
                    e,
                    target(),
                    null);
        }
    }

    @Override
    public Target target() {
        var path = first().toAbsolutePath().normalize();
        return new Target("certificate-files", path.toString(), path.toString());
    }

    @Override
    public List<FoundCertificate> certificates() {
        return inPlace()
                .map(List::of)
                .orElseGet(() -> List.of(FoundCertificate.unreadable(first().toString(), "there is none")));
    }

    @Override
    public Optional<FoundCertificate> inPlace() {
        return looking(folder -> found(now(), first().toString()));
    }

    private Optional<FoundCertificate> found(List<Optional<byte[]>> contents, String place) {
        return contents.stream().allMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(form.read(place, contents));
    }

    private List<Optional<byte[]>> now() throws IOException {
        var contents = new ArrayList<Optional<byte[]>>();
        for (var each : form.files()) {
            contents.add(each.content());
        }
        return contents;
    }

    @Override
    public Stage stage(String change) {
        return looking(folder -> {
            var begun = folder.find(change);
            if (begun.isEmpty()) {
                return Stage.UNTOUCHED;
            }
            if (begun.get().ended().equals(Optional.of(Stage.FINISHED))) {
                return allNew(begun.get()) ? Stage.FINISHED : Stage.SUPERSEDED;
            }
            if (begun.get().ended().isPresent()) {
                return Stage.PUT_BACK;
            }
            return anyNew(begun.get()) ? Stage.ACTIVE : Stage.STAGED;
        });
    }

    private boolean allNew(Begun begun) throws IOException {
        for (var i = 0; i < form.files().size(); i++) {
            if (!hash(i).equals(begun.next().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A file that is the same in both says nothing. */
    private boolean anyNew(Begun begun) throws IOException {
        for (var i = 0; i < form.files().size(); i++) {
            var hash = hash(i);
            if (hash.equals(begun.next().get(i)) && !hash.equals(begun.before().get(i))) {
                return true;
            }
        }
        return false;
    }

    private String hash(int file) throws IOException {
        return form.files().get(file).content().map(RotationFolder::sha256).orElse("");
    }

    @Override
    public List<String> warnings() {
        return looking(folder -> {
            var found = new ArrayList<String>();
            for (var each : form.files()) {
                each.losing().ifPresent(found::add);
            }
            return found;
        });
    }

    @Override
    public Optional<FoundCertificate> staged(String change) {
        return looking(folder -> {
            var begun = folder.find(change);
            if (begun.isEmpty() || begun.get().ended().isPresent()) {
                return Optional.empty();
            }
            return found(contents(begun.get(), true), first() + " (beside)");
        });
    }

    @Override
    public Optional<FoundCertificate> before(String change) {
        return looking(folder -> {
            var begun = folder.find(change);
            return begun.isEmpty() ? Optional.empty() : found(contents(begun.get(), false), first() + " (before)");
        });
    }

    private List<Optional<byte[]>> contents(Begun begun, boolean next) throws IOException {
        var contents = new ArrayList<Optional<byte[]>>();
        for (var i = 0; i < form.files().size(); i++) {
            contents.add(next ? begun.next(i) : begun.before(i));
        }
        return contents;
    }

    @Override
    public Optional<String> refusal(String change) {
        return looking(folder -> {
            var other = folder.underWay().filter(begun -> !begun.change().equals(change));
            if (other.isPresent()) {
                return Optional.of("another change is under way at " + first() + ", "
                        + other.get().change() + ": finish it or put it back first");
            }
            for (var each : form.files()) {
                var why = each.refusal();
                if (why.isPresent()) {
                    return why;
                }
            }
            return form.refusal(now());
        });
    }

    @Override
    public void stage(String change, KeyedCertificate next) {
        Objects.requireNonNull(next, "next");
        var refused = refusal(change);
        if (refused.isPresent()) {
            throw new PreconditionFailedException("No certificate can be put to " + first() + ": " + refused.get());
        }
        var stage = stage(change);
        if (stage != Stage.UNTOUCHED && stage != Stage.PUT_BACK) {
            return;
        }
        changing("put beside the old one, which is untouched", folder -> {
            var now = now();
            try {
                folder.begin(change, form.write(next, now), now, permissions());
            } catch (FileAlreadyExistsException e) {
                throw new PreconditionFailedException("Another change has begun at " + first() + " meanwhile");
            }
            return now;
        });
    }

    @Override
    public void activate(String change) {
        var stage = stage(change);
        if (stage == Stage.FINISHED) {
            return;
        }
        changing("put into its place", folder -> {
            var begun = underWay(folder, change);
            requireOurs(begun);
            for (var i = 0; i < form.files().size(); i++) {
                if (!hash(i).equals(begun.next().get(i))) {
                    form.files()
                            .get(i)
                            .replace(begun.next(i).orElseThrow(() -> new IOException("what was put beside is gone")));
                }
            }
            return begun;
        });
    }

    private List<String> permissions() throws IOException {
        var all = new ArrayList<String>();
        for (var each : form.files()) {
            all.add(each.permissions());
        }
        return all;
    }

    private Begun underWay(RotationFolder folder, String change) throws IOException {
        return folder.find(change)
                .filter(begun -> begun.ended().isEmpty())
                .orElseThrow(() -> new PreconditionFailedException(
                        "No change of this name is under way at " + first() + ": " + change));
    }

    /** What somebody else has put there meanwhile is not overwritten. */
    private void requireOurs(Begun begun) throws IOException {
        for (var i = 0; i < form.files().size(); i++) {
            var hash = hash(i);
            if (!hash.equals(begun.next().get(i)) && !hash.equals(begun.before().get(i))) {
                throw new PreconditionFailedException(form.files().get(i).path()
                        + " was changed by somebody else since this change began; it is left as it is");
            }
        }
    }

    /** One that has died in between has left something to be removed. */
    @Override
    public void finish(String change) {
        changing("moved to the archive", folder -> {
            var begun = folder.find(change).filter(each -> each.ended().equals(Optional.of(Stage.FINISHED)));
            if (begun.isPresent()) {
                folder.finish(begun.get());
                return begun.get();
            }
            var now = underWay(folder, change);
            if (!allNew(now)) {
                throw new PreconditionFailedException("The new certificate is not in its place at " + first());
            }
            folder.finish(now);
            return now;
        });
    }

    @Override
    public void putBack(String change) {
        changing("put back", folder -> {
            var begun = folder.find(change);
            if (begun.isPresent()) {
                if (begun.get().ended().equals(Optional.of(Stage.PUT_BACK))) {
                    folder.putBack(begun.get());
                } else {
                    putBack(folder, begun.get());
                }
            }
            return begun;
        });
    }

    private void putBack(RotationFolder folder, Begun begun) throws IOException {
        requireOurs(begun);
        var old = new ArrayList<Optional<byte[]>>();
        for (var i = 0; i < form.files().size(); i++) {
            old.add(begun.before(i));
            if (old.get(i).isEmpty()
                    && !begun.before().get(i).isEmpty()
                    && !hash(i).equals(begun.before().get(i))) {
                throw new PreconditionFailedException("The archive does not have what was at " + first()
                        + " before this change any more; the new one is left in its place");
            }
        }
        for (var i = 0; i < form.files().size(); i++) {
            var file = form.files().get(i);
            if (begun.before().get(i).isEmpty()) {
                file.remove();
            } else if (!hash(i).equals(begun.before().get(i))) {
                file.replace(old.get(i).orElseThrow(), begun.permissions().get(i));
            }
        }
        folder.putBack(begun);
    }

    /** The first of its files. */
    @Override
    public String toString() {
        return first().toString();
    }
}
