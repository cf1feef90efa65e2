package io.emrops.windows.certificate;

import static io.emrops.windows.certificate.CertificateScene.BEGIN;
import static io.emrops.windows.certificate.CertificateScene.END;
import static io.emrops.windows.certificate.CertificateScene.SITE;
import static io.emrops.windows.certificate.CertificateScene.certificate;
import static io.emrops.windows.certificate.CertificateScene.intermediate;
import static io.emrops.windows.certificate.CertificateScene.signed;
import static io.emrops.windows.certificate.CertificateScene.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Backoff;
import io.emrops.Done;
import io.emrops.Engine;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.StoreException;
import io.emrops.core.Emrops;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.SimulatedCrash;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.windows.certificate.CertificateScene.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are imported and bound by a run. */
@Timeout(300)
@Tag("long")
final class CertificateRunbookTest {
    private static final String WORD = "Passw0rd-of-pfx";
    private static final Secret PASSWORD = Secret.of(WORD.toCharArray());
    private static final Instant NOW = END.minus(Duration.ofDays(20));
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4711");
    private static final TestCertificate INTERMEDIATE = intermediate();
    private static final TestCertificate OLD = certificate("old");
    private static final TestCertificate NEW = signed(INTERMEDIATE, "new");

    @TempDir
    Path directory;

    private CertificateScene scene;
    private Path pfx;

    @BeforeEach
    void begin() throws Exception {
        scene = new CertificateScene(directory, Way.WINRM);
        scene.certificates.add("My", OLD.certificate(), true);
        scene.store.bind(SITE, thumbprint(OLD));
        pfx = Files.write(directory.resolve("new.pfx"), NEW.pfx(WORD.toCharArray()));
    }

    @AfterEach
    void end() {
        scene.scripted.requireAllScripted();
        scene.close();
    }

    private Runbook rotation(boolean goesWrong) {
        return rotation(scene.store, goesWrong);
    }

    private Runbook rotation(WindowsCertificateStore store, boolean goesWrong) {
        return Runbook.define("rotate", "Rotate the certificate", rb -> {
            var imported = rb.step(
                            "import",
                            "Import it",
                            WindowsCertificates.importPfx(store, pfx, PASSWORD, ImportOptions.usual()))
                    .inDoubt(InDoubt.probe());
            rb.step(
                            "bind",
                            "Serve it",
                            Operation.of(
                                    Done.class,
                                    in -> WindowsCertificates.bind(
                                            store, SITE, in.get(imported).thumbprint())))
                    .inDoubt(InDoubt.probe());
            rb.action("handshake", "Shake hands", run -> {
                        if (goesWrong) {
                            throw new StepFailedException("the old one is served");
                        }
                    })
                    .nothingToUndo("looks only")
                    .inDoubt(InDoubt.rerun());
        });
    }

    private static Engine engine(RunStore store, Leases leases) {
        return Emrops.builder(store, leases).time(ManualTime.at(NOW)).build();
    }

    private Report run(Runbook book) throws Exception {
        try (var engine = Emrops.inMemory().time(ManualTime.at(NOW)).build()) {
            return engine.start(book, REQUEST).await();
        }
    }

    private void requireRotated() {
        assertThat(scene.bound()).isEqualTo(thumbprint(NEW));
        assertThat(scene.certificates.thumbprints("My")).containsExactly(thumbprint(OLD), thumbprint(NEW));
        assertThat(scene.certificates.thumbprints("CA")).containsExactly(thumbprint(INTERMEDIATE));
        assertThat(scene.certificates.keys()).isEqualTo(2);
    }

    private void requireAsBefore() {
        assertThat(scene.bound()).isEqualTo(thumbprint(OLD));
        assertThat(scene.certificates.thumbprints("My")).containsExactly(thumbprint(OLD));
        assertThat(scene.certificates.thumbprints("CA")).isEmpty();
        assertThat(scene.certificates.keys()).isEqualTo(1);
    }

    @Test
    void a_rehearsal_says_what_would_change_and_changes_nothing() throws Exception {
        try (var engine = Emrops.inMemory().time(ManualTime.at(NOW)).build()) {
            var plan = engine.plan(rotation(false), REQUEST).toMarkdown();

            assertThat(plan).contains(thumbprint(NEW), thumbprint(OLD), "CN=new, until " + END);
        }
        requireAsBefore();
        assertThat(scene.scripts()).doesNotContain("certificate/import").containsOnlyOnce("certificate/bind");
    }

    @Test
    void a_new_certificate_is_imported_and_served_and_a_second_run_changes_nothing() throws Exception {
        assertThat(run(rotation(false)).succeeded()).isTrue();
        requireRotated();

        var again = run(rotation(false));

        assertThat(again.succeeded()).isTrue();
        assertThat(again.steps().get(0).evidence()).contains("added: false");
        requireRotated();
    }

    @Test
    void a_run_that_fails_ends_with_the_old_certificate_and_without_the_new_one() throws Exception {
        var report = run(rotation(true));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        requireAsBefore();
    }

    @Test
    void what_was_there_before_is_not_removed() throws Exception {
        scene.store.importPfx(NEW.pfx(WORD.toCharArray()), PASSWORD, ImportOptions.usual());

        var report = run(rotation(true));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(scene.bound()).isEqualTo(thumbprint(OLD));
        assertThat(scene.certificates.thumbprints("My")).containsExactly(thumbprint(OLD), thumbprint(NEW));
        assertThat(scene.certificates.thumbprints("CA")).containsExactly(thumbprint(INTERMEDIATE));
    }

    @Test
    void an_intermediate_that_somebody_needs_by_now_stays() throws Exception {
        var neighbour = signed(INTERMEDIATE, "neighbour");
        var book = Runbook.define("import", "Import", rb -> {
            rb.step(
                    "import",
                    "Import",
                    WindowsCertificates.importPfx(scene.store, pfx, PASSWORD, ImportOptions.usual()));
            rb.action("fail", "Fail", run -> {
                        scene.certificates.add("WebHosting", neighbour.certificate(), true);
                        throw new StepFailedException("on purpose");
                    })
                    .nothingToUndo("a neighbour does it");
        });

        assertThat(run(book).state()).isEqualTo(RunState.ROLLED_BACK);

        assertThat(scene.certificates.thumbprints("My")).containsExactly(thumbprint(OLD));
        assertThat(scene.certificates.thumbprints("CA")).containsExactly(thumbprint(INTERMEDIATE));
    }

    @Test
    void an_import_that_somebody_has_bound_by_hand_is_not_undone_and_that_is_told() throws Exception {
        var book = Runbook.define("import", "Import", rb -> {
            rb.step(
                    "import",
                    "Import",
                    WindowsCertificates.importPfx(scene.store, pfx, PASSWORD, ImportOptions.usual()));
            rb.action("fail", "Fail", run -> {
                        scene.store.bind(SITE, thumbprint(NEW));
                        throw new StepFailedException("on purpose");
                    })
                    .nothingToUndo("somebody else does it");
        });

        var report = run(book);

        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(report.toMarkdown()).contains("is used by site emrnext");
        assertThat(scene.certificates.hasPrivateKey("My", thumbprint(NEW))).isTrue();
    }

    @Test
    void a_binding_that_somebody_has_changed_meanwhile_is_left_to_them() throws Exception {
        var third = certificate("third");
        scene.certificates.add("My", third.certificate(), true);
        scene.certificates.add("My", NEW.certificate(), true);
        var book = Runbook.define("bind", "Bind", rb -> {
            rb.step("bind", "Bind", WindowsCertificates.bind(scene.store, SITE, thumbprint(NEW)));
            rb.action("fail", "Fail", run -> {
                        scene.store.bind(SITE, thumbprint(third));
                        throw new StepFailedException("on purpose");
                    })
                    .nothingToUndo("somebody else does it");
        });

        var report = run(book);

        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(scene.bound()).isEqualTo(thumbprint(third));
    }

    @Test
    void a_binding_that_had_none_has_none_again() throws Exception {
        var lab = SiteBinding.of("lab", "lab.hospital.example", 8443);
        scene.site(lab);
        var book = Runbook.define("bind", "Bind", rb -> {
            rb.step("bind", "Bind", WindowsCertificates.bind(scene.store, lab, thumbprint(OLD)));
            rb.action("fail", "Fail", run -> {
                        assertThat(scene.bound(lab)).isEqualTo(thumbprint(OLD));
                        throw new StepFailedException("on purpose");
                    })
                    .nothingToUndo("looks only");
        });

        assertThat(run(book).state()).isEqualTo(RunState.ROLLED_BACK);

        assertThat(scene.bound(lab)).isEmpty();
    }

    @Test
    void answers_that_are_lost_are_asked_for() throws Exception {
        for (var lost : List.of("certificate/import", "certificate/bind")) {
            var seen = scene.scripts().size();
            var store = WindowsCertificateStore.on(new LosesOneAnswer(scene.host, lost, scene.scripted.faults()));
            var report = run(rotation(store, true));

            assertThat(report.state()).as(lost + report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            var sent = scene.scripts().subList(seen, scene.scripts().size());
            assertThat(sent.stream().filter(lost::equals)).hasSize(lost.endsWith("bind") ? 2 : 1);
            requireAsBefore();
        }
    }

    @Test
    void a_repetition_that_found_all_done_is_undone_all_the_same() throws Exception {
        var store = WindowsCertificateStore.on(
                new LosesOneAnswer(scene.host, "certificate/import", scene.scripted.faults()));
        var book = Runbook.define("import", "Import", rb -> {
            rb.step("import", "Import", WindowsCertificates.importPfx(store, pfx, PASSWORD, ImportOptions.usual()))
                    .inDoubt(InDoubt.rerun())
                    .attempts(2, Backoff.none());
            rb.action("fail", "Fail", run -> {
                        throw new StepFailedException("on purpose");
                    })
                    .nothingToUndo("does nothing");
        });

        var report = run(book);

        assertThat(report.steps().get(0).evidence()).contains("added: false");
        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        requireAsBefore();
    }

    @Test
    void a_run_whose_process_dies_at_any_record_ends_on_the_old_or_the_new_certificate() throws Exception {
        for (var goesWrong : new boolean[] {false, true}) {
            var deaths = 0;
            while (dies(goesWrong, deaths + 1)) {
                deaths++;
                if (!goesWrong) {
                    putBack();
                }
            }
            assertThat(deaths).isGreaterThan(goesWrong ? 9 : 6);
            putBack();
        }
    }

    private void putBack() throws InterruptedException {
        scene.store.bind(SITE, thumbprint(OLD));
        scene.store.takeBack(Optional.of(thumbprint(NEW)), List.of(thumbprint(INTERMEDIATE)));
        requireAsBefore();
    }

    /** False if the run was too short for that. */
    private boolean dies(boolean goesWrong, int record) throws Exception {
        var disk = new InMemoryRunStore();
        var leases = new InMemoryLeases();
        var dying = CrashingRunStore.over(disk).crashAfter(record);
        try (var engine = engine(dying, leases)) {
            engine.start(rotation(goesWrong), REQUEST).awaitState(RunState::ended, Duration.ofSeconds(60));
        } catch (StoreException | SimulatedCrash e) {
            assertThat(dying.crashed()).isTrue();
        }
        leases.die();
        var again = disk.reopen();
        var id = again.runs().get(0).runId();
        try (var engine = engine(again, leases.anotherProcess())) {
            var known = engine.report(id);
            var report = known.state().ended()
                    ? known
                    : engine.resume(rotation(goesWrong), id, ResumeRequest.by("m.meier"))
                            .await();
            assertThat(report.state())
                    .as("record " + record + ": " + report.toMarkdown())
                    .isEqualTo(goesWrong ? RunState.ROLLED_BACK : RunState.SUCCEEDED);
        }
        if (goesWrong) {
            requireAsBefore();
        } else {
            requireRotated();
        }
        return dying.crashed();
    }

    @Test
    void a_check_tells_what_ends_and_who_uses_it_by_the_time_of_the_run() throws Exception {
        var soon = certificate("lab.hospital.example", NOW.plus(Duration.ofDays(3)));
        var ended = TestCertificate.create(List.of("ended.hospital.example"), BEGIN, NOW.minusSeconds(60));
        scene.certificates.add("My", soon.certificate(), true);
        scene.certificates.add("My", ended.certificate(), true);
        scene.store.bind(SITE, thumbprint(soon));

        assertThat(told("", Duration.ofDays(19)))
                .contains("2 of 3 certificates in LocalMachine\\My end within 19 days")
                .contains(thumbprint(soon) + " CN=lab.hospital.example: 3 days left; used by site emrnext, *:443:")
                .contains(thumbprint(ended) + " CN=ended.hospital.example: ended on " + NOW.minusSeconds(60))
                .doesNotContain(thumbprint(OLD));
        assertThat(told("LAB", Duration.ofDays(2))).contains("None of 1 certificates of LAB in LocalMachine\\My ends");
        assertThat(told("nobody", Duration.ofDays(2))).contains("There is no certificate of nobody");

        scene.certificates.addUnreadable("My", new byte[] {0x30, 0});
        assertThat(told("LAB", Duration.ofDays(2))).contains("1 certificates in LocalMachine\\My cannot be read");
    }

    private String told(String part, Duration within) throws Exception {
        var step = run(Runbook.define(
                        "check",
                        "Check",
                        rb -> rb.verify("left", "Left", WindowsCertificates.noneExpires(scene.store, part, within))))
                .steps()
                .get(0);
        return step.evidence() + step.failure().map(Object::toString).orElse("");
    }
}
