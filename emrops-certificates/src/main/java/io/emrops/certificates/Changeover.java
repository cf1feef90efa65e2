package io.emrops.certificates;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateStore.Stage;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.ServedCertificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One certificate takes the place of another, at one place after the other. Where it stands is in the stores alone, so it can be gone on with by another process.
 *
 * <p>The new one lies beside the old one at all places before it is put into any; only when all servers of a place show it, the next place is touched; only when all servers of all places
 * do, the old ones go to the archive.
 */
final class Changeover {
    private static final Set<Stage> ON_THE_WAY = EnumSet.of(Stage.STAGED, Stage.ACTIVE, Stage.FINISHED);

    /** How places are taken back. */
    private enum Back {
        /** Those where nothing of the change is are left as they are. */
        WHAT_THERE_IS,
        /** There has to be something of the change at each: what was before is known to nobody otherwise. */
        ALL
    }

    private final String change;
    private final List<Place> places;
    private final Witness witness;
    private final Progress progress;
    /** Where there was no certificate earlier that could be held against what is shown. */
    private final List<String> without = new ArrayList<>();
    /** Whether something of the change is at a place. */
    private boolean begun;

    Changeover(String change, List<Place> places, Witness witness, Progress progress) {
        this.change = change;
        this.places = places;
        this.witness = witness;
        this.progress = progress;
    }

    /** @return what each server showed in the end */
    List<ServedCertificate> forward(CertificateIssuer issuer, Examination examination, CertificateOrder order)
            throws InterruptedException {
        if (are(Stage.FINISHED)) {
            return finishedEarlier();
        }
        requireNotSuperseded();
        begun = !are(Stage.UNTOUCHED);
        try {
            makeReady(issuer, examination, order);
        } catch (RuntimeException e) {
            throw begun ? leftAsItIs(typed(e)) : typed(e);
        }
        try {
            var proof = new ArrayList<ServedCertificate>();
            for (var place : places) {
                place.store().activate(change);
                proof.addAll(have(place, expected(place)));
            }
            for (var place : places) {
                place.store().finish(change);
            }
            return proof;
        } catch (RuntimeException e) {
            throw takenBack(typed(e));
        }
    }

    private boolean are(Stage stage) throws InterruptedException {
        for (var place : places) {
            if (place.store().stage(change) != stage) {
                return false;
            }
        }
        return true;
    }

    /** It was proven once, so what fails now is no reason to put back what others may have been relying on since. */
    private List<ServedCertificate> finishedEarlier() throws InterruptedException {
        try {
            var proof = new ArrayList<ServedCertificate>();
            for (var place : places) {
                proof.addAll(have(place, expected(place)));
            }
            return proof;
        } catch (RuntimeException e) {
            var why = typed(e);
            throw new StepFailedException(
                    "This change was finished earlier, and its certificate stays in its place. " + why.getMessage(),
                    why);
        }
    }

    /** What others have written, such as an issuer or a store, may throw anything. */
    private static EmropsException typed(RuntimeException e) {
        return e instanceof EmropsException known
                ? known
                : new StepFailedException(
                        "It failed unexpectedly, by " + e.getClass().getName(), e);
    }

    private void makeReady(CertificateIssuer issuer, Examination examination, CertificateOrder order)
            throws InterruptedException {
        requireTaken();
        if (!isPrepared()) {
            if (begun) {
                // What an earlier attempt has left that cannot be gone on with: a key that only some places have, or a
                // way back that was cut off.
                back(Back.WHAT_THERE_IS);
                begun = false;
            }
            prepare(issuer, examination, order);
            begun = true;
        }
        requireStillGood(examination, order);
    }

    private void requireNotSuperseded() throws InterruptedException {
        for (var place : places) {
            if (place.store().stage(change) == Stage.SUPERSEDED) {
                throw new PreconditionFailedException("This change was finished at " + place.store()
                        + ", and somebody has put something else there since; it is left as it is");
            }
        }
    }

    private void requireTaken() throws InterruptedException {
        var refusals = new ArrayList<String>();
        for (var place : places) {
            place.store().refusal(change).ifPresent(refusals::add);
            refusals.addAll(witness.ambiguities(place));
        }
        if (!refusals.isEmpty()) {
            throw new PreconditionFailedException("The certificate is not rotated"
                    + (begun ? "" : ", and nothing was touched") + ": " + String.join("; ", refusals));
        }
    }

    private EmropsException leftAsItIs(EmropsException why) throws InterruptedException {
        if (why instanceof OutcomeUnknownException) {
            return why;
        }
        var text = sentence(why) + " What an earlier attempt of this change has done is left as it is: " + stages();
        return why instanceof TargetUnavailableException
                ? new TargetUnavailableException(text, why)
                : new StepFailedException(text, why);
    }

    private String stages() throws InterruptedException {
        var words = new ArrayList<String>();
        for (var place : places) {
            try {
                words.add(place.store() + " " + place.store().stage(change).words());
            } catch (RuntimeException e) {
                words.add(place.store() + " cannot be looked at");
            }
        }
        return String.join(", ", words);
    }

    private boolean isPrepared() throws InterruptedException {
        for (var place : places) {
            if (!ON_THE_WAY.contains(place.store().stage(change))) {
                return false;
            }
        }
        return true;
    }

    private void prepare(CertificateIssuer issuer, Examination examination, CertificateOrder order)
            throws InterruptedException {
        var issued = issuer.issue(order, progress);
        Thread.sleep(examination.untilItBegins(issued).toMillis());
        var faults = examination.faults(issued, order);
        if (isEverywhere(issued.facts())) {
            faults.add("it is the one that is in its place already");
        }
        if (!faults.isEmpty()) {
            throw new PreconditionFailedException("The new certificate, " + issued
                    + ", does not do, and nothing was touched: " + String.join("; ", faults));
        }
        try {
            for (var place : places) {
                place.store().stage(change, issued);
            }
        } catch (RuntimeException e) {
            throw removedFromBeside(typed(e));
        }
    }

    private boolean isEverywhere(CertificateFacts issued) throws InterruptedException {
        for (var place : places) {
            if (!isShown(place.store().inPlace(), issued)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isShown(Optional<FoundCertificate> found, CertificateFacts certificate) {
        return found.flatMap(FoundCertificate::certificate)
                .filter(there -> there.sha256().equals(certificate.sha256()))
                .isPresent();
    }

    private EmropsException removedFromBeside(EmropsException why) throws InterruptedException {
        try {
            for (var place : places) {
                place.store().putBack(change);
            }
            return why;
        } catch (RuntimeException e) {
            return with(
                    new StepFailedException(
                            sentence(why)
                                    + " The old one is in its place everywhere, but what was put beside it could not be removed: "
                                    + typed(e).getMessage(),
                            why),
                    typed(e));
        }
    }

    private void requireStillGood(Examination examination, CertificateOrder order) throws InterruptedException {
        for (var place : places) {
            var beside = place.store().staged(change);
            if (beside.isPresent() && place.store().stage(change) == Stage.STAGED) {
                var faults = examination.faults(beside.get(), order);
                if (!faults.isEmpty()) {
                    back(Back.WHAT_THERE_IS);
                    begun = false;
                    throw new PreconditionFailedException(
                            "The certificate that was put beside earlier does not do, and was taken away: "
                                    + String.join("; ", faults));
                }
            }
        }
    }

    private List<CertificateFacts> expected(Place place) throws InterruptedException {
        return place.store()
                .inPlace()
                .map(FoundCertificate::chain)
                .filter(chain -> !chain.isEmpty())
                .orElseThrow(() -> new StepFailedException("There is no certificate at " + place.store() + " now"));
    }

    /** Has the servers of a place show what is there. Those that do already are not told to load it. */
    private List<ServedCertificate> have(Place place, List<CertificateFacts> expected) throws InterruptedException {
        var seen = witness.look(place);
        if (!seen.stream().allMatch(each -> Witness.shows(each, expected))) {
            reload(place);
        }
        var sight = witness.await(place, expected, progress);
        if (!sight.asExpected()) {
            throw new StepFailedException("A server does not show the certificate with serial "
                    + expected.get(0).serial() + ": " + sight.last());
        }
        return sight.seen();
    }

    private void reload(Place place) throws InterruptedException {
        try {
            place.reload().reload(progress);
        } catch (InterruptedException | EmropsException e) {
            throw e;
        } catch (Exception e) {
            throw new StepFailedException("\"" + place.reload().describe() + "\" failed", e);
        }
    }

    private EmropsException takenBack(EmropsException why) throws InterruptedException {
        try {
            var seen = back(Back.ALL);
            return new StepFailedException(sentence(why) + " " + backWords(seen), why);
        } catch (OutcomeUnknownException e) {
            return with(new OutcomeUnknownException(sentence(why) + " " + e.getMessage(), why), e);
        } catch (EmropsException e) {
            return with(
                    new StepFailedException(
                            sentence(why)
                                    + " It could not be put back as it was, and what the servers show has to be looked at: "
                                    + e.getMessage(),
                            why),
                    e);
        }
    }

    private String backWords(List<ServedCertificate> seen) {
        return without.isEmpty()
                ? "The earlier certificate is in its place again, and each server shows it: " + words(seen)
                : String.join(". ", without) + ". No server shows the new one: " + words(seen);
    }

    private static EmropsException with(EmropsException failure, EmropsException also) {
        failure.addSuppressed(also);
        return failure;
    }

    private static String sentence(EmropsException why) {
        var text = Objects.requireNonNullElse(why.getMessage(), "It failed");
        return text.endsWith(".") ? text : text + ".";
    }

    private static String words(List<ServedCertificate> seen) {
        var serials = seen.stream()
                .flatMap(each -> each.certificate().stream())
                .map(each -> "serial " + each.serial())
                .distinct()
                .toList();
        return serials.isEmpty() ? "they show none" : String.join(", ", serials);
    }

    /**
     * Puts back what was there before, wherever the change has been.
     *
     * @return what the servers show
     */
    List<ServedCertificate> back() throws InterruptedException {
        return back(Back.WHAT_THERE_IS);
    }

    /** One place that cannot be put back does not keep the others from it. */
    private List<ServedCertificate> back(Back how) throws InterruptedException {
        var seen = new ArrayList<ServedCertificate>();
        @Nullable EmropsException first = null;
        for (var i = places.size() - 1; i >= 0; i--) {
            try {
                seen.addAll(back(places.get(i), how));
            } catch (RuntimeException e) {
                var failure = typed(e);
                if (first != null) {
                    failure.addSuppressed(first);
                }
                first = failure;
            }
        }
        if (first != null) {
            throw first;
        }
        return seen;
    }

    private List<ServedCertificate> back(Place place, Back how) throws InterruptedException {
        if (place.store().stage(change) == Stage.UNTOUCHED) {
            if (how == Back.ALL) {
                throw new StepFailedException("What this change has put beside the certificate at " + place.store()
                        + " is not there any more, and neither is what was there before it");
            }
            return witness.look(place);
        }
        var next = next(place);
        place.store().putBack(change);
        var earlier = place.store().inPlace();
        return earlier.isPresent() && !earlier.get().chain().isEmpty()
                ? haveEarlier(place, earlier.get().chain())
                : haveNothing(place, earlier, next);
    }

    /** The new one; empty where a way back was begun before, and nobody knows it any more. */
    private Optional<CertificateFacts> next(Place place) throws InterruptedException {
        var store = place.store();
        var found = store.stage(change) == Stage.FINISHED ? store.inPlace() : store.staged(change);
        return found.flatMap(FoundCertificate::certificate);
    }

    /** There was none, or none that can be read: all that can be proven is that no server shows the new one. */
    private List<ServedCertificate> haveNothing(
            Place place, Optional<FoundCertificate> earlier, Optional<CertificateFacts> next)
            throws InterruptedException {
        reload(place);
        var seen = witness.look(place);
        var text = "What was at " + place.store() + " earlier is there again, "
                + earlier.map(found -> "which cannot be read (" + String.join("; ", found.faults()) + ")")
                        .orElse("which is no certificate");
        for (var each : seen) {
            var shown = each.certificate().map(CertificateFacts::sha256);
            if (shown.isPresent() && next.isEmpty()) {
                throw new OutcomeUnknownException(
                        text + ", and whether a server shows the new one is not known: " + each);
            }
            if (shown.isPresent() && shown.equals(next.map(CertificateFacts::sha256))) {
                throw new StepFailedException(text + ", but a server goes on with the new one: " + each);
            }
        }
        without.add(text);
        return seen;
    }

    /** A server that cannot be asked may show either. */
    private List<ServedCertificate> haveEarlier(Place place, List<CertificateFacts> earlier)
            throws InterruptedException {
        Optional<EmropsException> refused = Optional.empty();
        var seen = witness.look(place);
        if (!seen.stream().allMatch(each -> Witness.shows(each, earlier))) {
            try {
                reload(place);
            } catch (EmropsException e) {
                // The servers are asked all the same: one that refused to load the new one never stopped showing the
                // old one.
                refused = Optional.of(e);
            }
        }
        var sight = witness.await(place, earlier, progress);
        if (sight.asExpected()) {
            return sight.seen();
        }
        var text = "The earlier certificate is in its place at " + place.store() + ", but a server does not show it: "
                + sight.last() + refused.map(e -> ". " + sentence(e)).orElse("");
        throw sight.last().certificate().isEmpty() ? new OutcomeUnknownException(text) : new StepFailedException(text);
    }
}
