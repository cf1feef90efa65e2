package io.emrops.certificate;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.TargetUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Steps and checks over a {@link CertificateManager}, and over whatever else has certificates.
 *
 * <pre>{@code
 * rb.check("sound", "The certificate is sound", Certificates.sound(emr, 30));
 * rb.step("rotate", "Rotate it", Certificates.rotate(emr, CertificateOrder.of("emr.example"))).inDoubt(rerun());
 * rb.verify("served", "All servers show it", Certificates.sound(emr, 60));
 * }</pre>
 */
public final class Certificates {
    private Certificates() {}

    /**
     * Has a new certificate issued and served by each server; see {@link CertificateManager#rotate}. Undone by putting the earlier one back. A change that was cut off
     * is gone on with by another attempt, so state {@link InDoubt#rerun}.
     */
    public static Operation<Rotation> rotate(CertificateManager service, CertificateOrder order) {
        return new RotateCertificate(service, order);
    }

    /**
     * The service's certificate has no faults, each server shows it, and all that are in use are valid for so many days.
     *
     * @param days from 0
     */
    public static Check sound(CertificateManager service, int days) {
        Objects.requireNonNull(service, "service");
        requireDays(days);
        return Check.of(
                "The certificate is sound, valid for at least " + days + " days, and each server shows it", run -> {
                    var status = service.status();
                    var faults = new ArrayList<>(status.faults());
                    status.daysLeft()
                            .filter(left -> left < days)
                            .ifPresent(left -> faults.add(0, left < 0 ? "it has expired" : left + " days are left"));
                    var subject = "The certificate of " + status.service();
                    return faults.isEmpty()
                            ? new Finding(
                                    true,
                                    subject + " is sound"
                                            + status.daysLeft()
                                                    .map(left -> ", " + left + " days are left")
                                                    .orElse(""),
                                    status.lines())
                            : new Finding(false, subject + ": " + String.join("; ", faults), status.lines());
                });
    }

    /** What the service has and what its servers show; always ok, for a look before something is done. */
    public static Check reported(CertificateManager service) {
        Objects.requireNonNull(service, "service");
        return Check.of("What certificate the service has and its servers show is told", run -> {
            var status = service.status();
            return new Finding(
                    true, status.faults().isEmpty() ? "No faults" : String.join("; ", status.faults()), status.lines());
        });
    }

    /**
     * All certificates of all places are valid for so many days, can be read, and have their own keys; each place has one. Lists all, those that end first foremost. Certificates of authorities
     * above them are held to the same, roots apart.
     *
     * @param days from 0
     * @param sources a place that cannot be looked at makes it not ok, and the others are told all the same
     */
    public static Check noneEndsWithin(int days, List<? extends CertificateSource> sources) {
        requireDays(days);
        var places = List.copyOf(sources);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("There is no place to look at");
        }
        return Check.of("No certificate ends within " + days + " days", run -> look(days, places, run.now()));
    }

    /** A line of the list: a certificate, or a place that has none to tell of. */
    private record Line(Instant end, boolean certificate, boolean ok, String text) {
        static Line place(String text) {
            return new Line(Instant.MIN, false, false, text);
        }
    }

    private static Finding look(int days, List<? extends CertificateSource> places, Instant now)
            throws InterruptedException {
        var lines = new ArrayList<Line>();
        for (var place : places) {
            try {
                var there = place.certificates();
                there.forEach(found -> lines.add(line(found, days, now)));
                if (there.isEmpty()) {
                    lines.add(Line.place(place.target().name() + ": there is no certificate"));
                }
            } catch (TargetUnavailableException e) {
                lines.add(Line.place("Not looked at: " + e.getMessage()));
            }
        }
        var sorted = lines.stream()
                .sorted(Comparator.comparing(Line::end).thenComparing(Line::text))
                .toList();
        return new Finding(
                sorted.stream().allMatch(Line::ok),
                summary(days, sorted),
                sorted.stream().map(Line::text).toList());
    }

    private static String summary(int days, List<Line> lines) {
        var certificates = lines.stream().filter(Line::certificate).toList();
        var bad = certificates.stream().filter(line -> !line.ok()).count();
        var without = lines.size() - certificates.size();
        var all = certificates.size() + (certificates.size() == 1 ? " certificate" : " certificates");
        var words = new ArrayList<String>();
        words.add(
                bad == 0
                        ? all + (certificates.isEmpty() ? "" : ", none ends within " + days + " days")
                        : bad + " of " + all + (bad == 1 ? " wants" : " want") + " attention");
        if (without > 0) {
            words.add(without + (without == 1 ? " place" : " places") + " without any, or that could not be looked at");
        }
        return String.join("; ", words);
    }

    private static Line line(FoundCertificate found, int days, Instant now) {
        var end = CountingDates.endingFirst(found.chain());
        if (end.isEmpty()) {
            return new Line(Instant.MIN, true, false, found.place() + ": " + String.join("; ", found.faults()));
        }
        var left = end.get().daysLeft(now);
        var early = CountingDates.early(found.chain(), now);
        var words = new ArrayList<String>();
        words.add(left < 0 ? "EXPIRED " + -left + (left == -1 ? " day ago" : " days ago") : left + " days left");
        words.add(found.certificate().orElseThrow().subject());
        Optional.of(end.get())
                .filter(each -> !each.equals(found.certificate().orElseThrow()))
                .ifPresent(each -> words.add("its authority " + each.subject() + " ends first"));
        early.ifPresent(words::add);
        words.addAll(found.faults());
        return new Line(
                end.get().notAfter(),
                true,
                left >= days && early.isEmpty() && found.faults().isEmpty(),
                found.place() + ": " + String.join(", ", words));
    }

    private static void requireDays(int days) {
        if (days < 0) {
            throw new IllegalArgumentException("Days are not negative: " + days);
        }
    }
}
