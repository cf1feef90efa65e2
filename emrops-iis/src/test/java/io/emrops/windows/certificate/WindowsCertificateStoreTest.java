package io.emrops.windows.certificate;

import static io.emrops.windows.certificate.CertificateScene.BEGIN;
import static io.emrops.windows.certificate.CertificateScene.END;
import static io.emrops.windows.certificate.CertificateScene.SITE;
import static io.emrops.windows.certificate.CertificateScene.certificate;
import static io.emrops.windows.certificate.CertificateScene.intermediate;
import static io.emrops.windows.certificate.CertificateScene.signed;
import static io.emrops.windows.certificate.CertificateScene.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.iis.Iis;
import io.emrops.iis.IisBinding;
import io.emrops.iis.PoolSettings;
import io.emrops.iis.SiteSettings;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.PowerShellError;
import io.emrops.windows.ScriptFailedException;
import io.emrops.windows.certificate.CertificateScene.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
final class WindowsCertificateStoreTest {
    private static final char[] WORD = "Passw0rd-of-pfx".toCharArray();
    private static final Secret PASSWORD = Secret.of(WORD);

    @TempDir
    Path directory;

    private CertificateScene scene;

    @BeforeEach
    void begin() throws Exception {
        scene = new CertificateScene(directory, Way.LOCAL);
    }

    @AfterEach
    void end() {
        scene.scripted.requireAllScripted();
        scene.close();
    }

    private ImportedCertificate bringIn(TestCertificate certificate) throws InterruptedException {
        return scene.store.importPfx(certificate.pfx(WORD), PASSWORD, ImportOptions.usual());
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(call)
                .withMessageContaining(why);
    }

    @Test
    void it_is_a_place_of_the_monthly_check() throws Exception {
        var one = certificate("emrnext.hospital.example");
        var two = certificate("portal.hospital.example");
        scene.certificates.add("My", one.certificate(), true);
        scene.certificates.add("My", two.certificate(), false);

        var found = scene.store.certificates();

        assertThat(found)
                .extracting(FoundCertificate::key)
                .containsExactlyInAnyOrder(KeyState.MATCHES, KeyState.ABSENT);
        assertThat(found)
                .extracting(each -> each.certificate().orElseThrow())
                .containsExactlyInAnyOrder(
                        CertificateFacts.of(one.certificate()), CertificateFacts.of(two.certificate()));
        assertThat(found)
                .allMatch(each -> each.place().startsWith("this machine LocalMachine\\My "))
                .allMatch(each -> each.faults()
                        .equals(each.key() == KeyState.MATCHES ? List.of() : List.of("its key is not there")));
    }

    @Test
    void a_certificate_is_read_from_what_it_says_itself() throws Exception {
        var one = certificate("emrnext.hospital.example");
        scene.certificates.add("My", one.certificate(), true);

        var found = scene.store.list().get(0);

        assertThat(found.thumbprint()).isEqualTo(thumbprint(one));
        assertThat(found.subject()).isEqualTo("CN=emrnext.hospital.example").isEqualTo(found.issuer());
        assertThat(found.dnsNames()).containsExactly("emrnext.hospital.example");
        assertThat(found.serial()).isEqualTo(one.certificate().getSerialNumber().toString(16));
        assertThat(found.notBefore()).isEqualTo(BEGIN);
        assertThat(found.notAfter()).isEqualTo(END);
        assertThat(found.hasPrivateKey()).isTrue();
        assertThat(found.keyAlgorithm()).isEqualTo("EC");
        assertThat(found.keyBits()).isEqualTo(256);
        assertThat(found.certificate()).isEqualTo(one.certificate());
        assertThat(found).hasToString(thumbprint(one) + " CN=emrnext.hospital.example until " + END);
        assertThat(scene.store.target().name()).isEqualTo("this machine LocalMachine\\My");
    }

    @Test
    void subjects_of_strangers_stay_data_and_stay_on_one_line() throws Exception {
        var quotes = "'\u2018\u2019\u201A\u201B";
        var long10k = "x".repeat(10_000);
        for (var hostile : List.of(
                quotes + "\\; $(Get-Date)`\\\"", "a\\0Ab", "a\\00b", "\u202Egro.evil", "\u2028]]\\>", long10k)) {
            var one = TestCertificate.create(new X500Principal("CN=" + hostile), List.of("x"), BEGIN, END);
            scene.certificates.add("My", one.certificate(), false);
        }

        var subjects =
                scene.store.list().stream().map(WindowsCertificate::subject).toList();

        assertThat(subjects)
                .containsExactly(
                        "CN=" + quotes + "\\; $(Get-Date)`\\\"",
                        "CN=a\\0Ab",
                        "CN=a\\00b",
                        "CN=\\E2\\80\\AEgro.evil",
                        "CN=\\E2\\80\\A8]]\\>",
                        "CN=" + long10k);
        assertThat(scene.store.contents().of(quotes)).hasSize(1);
    }

    @Test
    void what_ends_soon_comes_first_by_the_time_that_is_given() throws Exception {
        var now = END.minus(Duration.ofDays(40));
        var ended = certificate("old.hospital.example", now.minusSeconds(1));
        var soon = certificate("emrnext.hospital.example", now.plus(Duration.ofDays(30)));
        var later = certificate(
                "lab.hospital.example", now.plus(Duration.ofDays(30)).plusSeconds(1));
        List.of(later, soon, ended).forEach(c -> scene.certificates.add("My", c.certificate(), true));
        var month = Duration.ofDays(30);

        assertThat(scene.store.expiring(now, month, ""))
                .extracting(WindowsCertificate::thumbprint)
                .containsExactly(thumbprint(ended), thumbprint(soon));
        assertThat(scene.store.expiring(now, month, "EMRNEXT"))
                .extracting(c -> c.daysLeft(now))
                .containsExactly(30L);
        assertThat(scene.store.expiring(now, month, "lab")).isEmpty();
        assertThat(scene.store.expiring(now.plusSeconds(1), month, "lab")).hasSize(1);
        assertThat(scene.store.expiring(now, month, "old").get(0).daysLeft(now)).isEqualTo(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> scene.store.expiring(now, Duration.ofDays(-1), ""));
    }

    @Test
    void a_certificate_that_java_cannot_read_is_named_and_hides_no_other() throws Exception {
        scene.certificates.addUnreadable("My", new byte[] {0x30, 3, 2, 1, 0});
        scene.certificates.add("My", certificate("emrnext").certificate(), true);

        var contents = scene.store.contents();

        assertThat(contents.certificates()).hasSize(1);
        assertThat(contents.unreadable()).hasSize(1).allMatch(each -> each.length() == 40);
    }

    @Test
    void an_import_brings_the_key_and_the_chain_and_no_root() throws Exception {
        var intermediate = intermediate();
        var leaf = signed(intermediate, "emrnext");

        var imported = bringIn(leaf);

        assertThat(imported)
                .isEqualTo(new ImportedCertificate(
                        thumbprint(leaf), "CN=emrnext", END, true, List.of(thumbprint(intermediate))));
        assertThat(scene.certificates.hasPrivateKey("My", thumbprint(leaf))).isTrue();
        assertThat(scene.certificates.isExportable("My", thumbprint(leaf))).isFalse();
        assertThat(scene.certificates.thumbprints("CA")).containsExactly(thumbprint(intermediate));
        assertThat(scene.certificates.thumbprints("Root")).isEmpty();
    }

    @Test
    void a_second_import_changes_nothing() throws Exception {
        var leaf = signed(intermediate(), "emrnext");
        bringIn(leaf);

        var again = bringIn(leaf);

        assertThat(again.unchanged()).isTrue();
        assertThat(scene.certificates.keys()).isEqualTo(1);
        assertThat(scene.certificates.thumbprints("My")).containsExactly(thumbprint(leaf));
    }

    @Test
    void an_exportable_key_is_asked_for() throws Exception {
        var one = certificate("emrnext");

        scene.store.importPfx(one.pfx(WORD), PASSWORD, new ImportOptions(true));

        assertThat(scene.certificates.isExportable("My", thumbprint(one))).isTrue();
    }

    @Test
    void a_wrong_password_is_refused_here_and_nothing_is_sent() {
        assertRefused(
                () -> scene.store.importPfx(
                        certificate("emrnext").pfx("another password".toCharArray()), PASSWORD, ImportOptions.usual()),
                "The password of the PKCS#12 file is wrong; nothing was sent");
        assertThat(scene.scripted.commands()).isEmpty();
    }

    @Test
    void an_old_windows_does_not_read_aes_and_that_is_said() throws Exception {
        scene.certificates.readsAes(false);

        assertRefused(() -> bringIn(certificate("emrnext")), "Windows before Server 2019");
        assertThat(scene.certificates.keys()).isZero();

        var old = Keytool.store(directory, new String(WORD), "RSA", "PKCS12", true);
        assertThat(scene.store.importPfx(old, PASSWORD, ImportOptions.usual()).added())
                .isTrue();
    }

    @Test
    void refusals_of_the_host_say_that_nothing_was_changed() throws Exception {
        var one = certificate("emrnext");
        scene.certificates.add("My", one.certificate(), false);

        assertRefused(() -> bringIn(one), "without its private key: remove it there first; nothing was changed");
        assertRefused(() -> WindowsCertificateStore.on(scene.host, "Nowhere").list(), "no such certificate store");
        assertRefused(
                () -> WindowsCertificateStore.on(scene.host, "Root")
                        .importPfx(one.pfx(WORD), PASSWORD, ImportOptions.usual()),
                "says whom the machine trusts");
        scene.windows.administrator(false);
        assertRefused(() -> bringIn(certificate("two")), "not as an administrator; nothing was changed");
        assertRefused(() -> scene.store.remove(thumbprint(one)), "not as an administrator");
        assertRefused(() -> scene.store.bind(SITE, thumbprint(one)), "not as an administrator");
        assertThat(scene.store.contents().usesKnown()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> WindowsCertificateStore.on(scene.host, "My\\..\\Root"));
    }

    @Test
    void an_import_that_windows_breaks_off_leaves_no_key_behind() {
        scene.certificates.failsToAdd(true);

        assertRefused(() -> bringIn(certificate("emrnext")), "does not let us write");
        assertThat(scene.certificates.keys()).isZero();
        assertThat(scene.certificates.thumbprints("My")).isEmpty();
    }

    @Test
    void a_lost_answer_of_an_import_is_in_doubt_and_its_repetition_is_not() throws Exception {
        var one = certificate("emrnext");
        scene.scripted.faults().onNextCommand(AnswerFault.dropAfter(5));

        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> bringIn(one));

        assertThat(bringIn(one).unchanged()).isTrue();
    }

    @Test
    void a_certificate_is_bound_and_bound_again() throws Exception {
        var one = bringIn(certificate("one"));
        var two = bringIn(certificate("two"));

        assertThat(scene.store.bind(SITE, one.thumbprint())).isEqualTo(new Rebinding(SITE, true, "", one.thumbprint()));
        assertThat(scene.store.bind(SITE, one.thumbprint()).changed()).isFalse();
        assertThat(scene.store
                        .bind(new SiteBinding("EMRNEXT", "*:443:"), two.thumbprint())
                        .before())
                .isEqualTo(one.thumbprint());

        assertThat(scene.bound()).isEqualTo(two.thumbprint());
        assertThat(scene.store.contents().binding(SITE).orElseThrow())
                .isEqualTo(new BoundCertificate(SITE, two.thumbprint(), "My", false));
    }

    @Test
    void what_cannot_be_bound_is_said_and_nothing_is_changed() throws Exception {
        var one = bringIn(certificate("one")).thumbprint();
        var two = certificate("two");
        scene.certificates.add("My", two.certificate(), false);

        assertRefused(() -> scene.store.bind(SITE, "0".repeat(40)), "does not have this certificate in the store");
        assertRefused(() -> scene.store.bind(SITE, thumbprint(two)), "without its private key");
        assertRefused(() -> scene.store.bind(SiteBinding.of("nobody", "", 443), one), "no such site");
        assertRefused(() -> scene.store.bind(SiteBinding.of("emrnext", "", 444), one), "no such binding");
        scene.windows.iis().installed(false);
        assertRefused(() -> scene.store.bind(SITE, one), "has no IIS");
        assertThat(scene.bound()).isEmpty();
    }

    @Test
    void a_binding_of_the_central_store_is_left_to_it() {
        scene.scripted.onScript("certificate/bind", call -> {
            throw PowerShellError.of("emrops.CentralStore", "InvalidOperation");
        });

        assertRefused(() -> scene.store.bind(SITE, "0".repeat(40)), "its central store; nothing was changed");
    }

    @Test
    void a_configuration_that_is_locked_leaves_the_old_certificate() throws Exception {
        var one = bringIn(certificate("one")).thumbprint();
        var two = bringIn(certificate("two")).thumbprint();
        scene.store.bind(SITE, one);
        scene.windows.iis().refuseCommits(true);

        assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(() -> scene.store.bind(SITE, two));

        assertThat(scene.bound()).isEqualTo(one);
    }

    @Test
    void names_of_sites_stay_data() throws Exception {
        var one = bringIn(certificate("one")).thumbprint();
        for (var hostile : List.of(
                "'\u2018\u2019\u201A\u201B\"",
                "a; Stop-Computer",
                "$(x)`",
                "a\nb",
                "a\0b",
                "*",
                "[a]",
                "y".repeat(10_000))) {
            var site = new SiteBinding(hostile, "*:8443:");
            scene.site(site);

            scene.store.bind(site, one);

            assertThat(scene.bound(site)).isEqualTo(one);
            assertThat(scene.store.contents().usersOf(one)).allMatch(line -> !line.contains("\n"));
        }
    }

    @Test
    void a_certificate_in_use_is_not_removed_whoever_uses_it() throws Exception {
        var one = bringIn(certificate("one")).thumbprint();
        scene.store.bind(SITE, one);

        assertRefused(() -> scene.store.remove(one), "is used by site emrnext, *:443:; nothing was changed");

        scene.store.bind(SITE, "", Optional.empty());
        scene.certificates.listener("0.0.0.0:5986", one, "");
        assertRefused(() -> scene.store.remove(one), "is used by listener 0.0.0.0:5986; nothing was changed");
        assertThat(scene.certificates.thumbprints("My")).containsExactly(one);
    }

    @Test
    void a_certificate_is_removed_with_its_key_and_once() throws Exception {
        var one = bringIn(certificate("one")).thumbprint();

        assertThat(scene.store.remove(one)).isTrue();
        assertThat(scene.store.remove(one)).isFalse();

        assertThat(scene.certificates.thumbprints("My")).isEmpty();
        assertThat(scene.certificates.keys()).isZero();
    }

    @Test
    void a_certificate_of_the_same_thumbprint_in_another_store_is_no_use_of_this_one() throws Exception {
        var one = certificate("one");
        var other = WindowsCertificateStore.on(scene.host, "WebHosting");
        bringIn(one);
        other.importPfx(one.pfx(WORD), PASSWORD, ImportOptions.usual());
        other.bind(SITE, thumbprint(one));

        assertThat(scene.store.remove(thumbprint(one))).isTrue();
        assertRefused(() -> other.remove(thumbprint(one)), "is used by site emrnext");
    }

    @Test
    void a_site_is_set_up_with_what_is_in_the_store_and_keeps_it_there() throws Exception {
        var one = bringIn(certificate("one")).thumbprint();
        scene.windows.files().createDirectory("D:\\lab");
        var settings = new SiteSettings(
                "lab",
                "lab",
                "D:\\lab",
                List.of(IisBinding.https("lab.hospital.example", 8443, one)),
                PoolSettings.unmanaged(),
                Map.of(),
                Set.of());

        Iis.on(scene.host).apply(settings, Map.of());

        assertThat(scene.store.contents().usersOf(one)).containsExactly("site lab, *:8443:lab.hospital.example");
        assertRefused(() -> scene.store.remove(one), "is used by site lab");
    }
}
