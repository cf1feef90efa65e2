package io.emrops.windows.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.testkit.tls.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a PKCS#12 file is asked before it is sent anywhere. */
final class PfxTest {
    private static final String WORD = "Passw0rd-of-pfx";
    private static final Secret PASSWORD = Secret.of(WORD.toCharArray());
    private static final TestCertificate ONE = CertificateScene.certificate("one");
    private static final TestCertificate TWO = CertificateScene.certificate("two");

    @TempDir
    Path directory;

    private static KeyStore empty() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static byte[] bytes(KeyStore store) throws Exception {
        var out = new ByteArrayOutputStream();
        store.store(out, WORD.toCharArray());
        return out.toByteArray();
    }

    private static Key key(TestCertificate of) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(of.pfx(WORD.toCharArray())), WORD.toCharArray());
        return store.getKey("server", WORD.toCharArray());
    }

    private static byte[] pfx(Key key, X509Certificate... chain) throws Exception {
        var store = empty();
        store.setKeyEntry("server", key, WORD.toCharArray(), chain);
        return bytes(store);
    }

    private static void assertRefused(byte[] bytes, String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> Pfx.open(bytes, PASSWORD))
                .withMessage(why + "; nothing was sent");
    }

    @Test
    void the_certificate_and_its_chain_are_found_without_the_root() {
        var root = CertificateScene.certificate("Root");
        var upper = root.issue(List.of("Upper"), CertificateScene.BEGIN, CertificateScene.END);
        var lower = upper.issue(List.of("Lower"), CertificateScene.BEGIN, CertificateScene.END);
        var leaf = CertificateScene.signed(lower, "emrnext");

        var whole = leaf.showing(lower.certificate(), upper.certificate(), root.certificate());

        for (var pfx : List.of(leaf, whole)) {
            var found = Pfx.open(pfx.pfx(WORD.toCharArray()), PASSWORD);

            assertThat(found.leaf().subject()).isEqualTo("CN=emrnext");
            assertThat(found.intermediates())
                    .extracting(WindowsCertificate::subject)
                    .containsExactly("CN=Lower", "CN=Upper");
        }
    }

    @Test
    void old_and_new_algorithms_are_read_for_both_kinds_of_keys() throws Exception {
        for (var algorithm : List.of("RSA", "EC")) {
            for (var legacy : List.of(true, false)) {
                var bytes = Keytool.store(directory, WORD, algorithm, "PKCS12", legacy);

                assertThat(Pfx.open(bytes, PASSWORD).leaf().keyAlgorithm()).isEqualTo(algorithm);
            }
        }
    }

    @Test
    void a_wrong_password_is_told() {
        assertRefused(ONE.pfx("another password".toCharArray()), "The password of the PKCS#12 file is wrong");
    }

    @Test
    void a_password_that_the_jdk_cannot_use_is_not_called_wrong() {
        var old = ONE.pfx(WORD.toCharArray());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> Pfx.open(old, Secret.of("Pa\u00DFwort-of-pfx".toCharArray())))
                .withMessage("Java opens PKCS#12 files by passwords of ASCII characters alone; nothing was sent");
    }

    @Test
    void what_is_no_pkcs12_is_told() throws Exception {
        var bytes = ONE.pfx(WORD.toCharArray());
        var cut = new byte[bytes.length / 2];
        System.arraycopy(bytes, 0, cut, 0, cut.length);

        assertRefused(new byte[0], "This is no PKCS#12 file of at most 1 MiB");
        assertRefused(ONE.pem().getBytes(StandardCharsets.US_ASCII), "This is no PKCS#12 file of at most 1 MiB");
        assertRefused(new byte[] {0x30, 1, 2, 3}, "The PKCS#12 file cannot be read");
        assertRefused(cut, "The PKCS#12 file cannot be read");
    }

    @Test
    void a_jks_that_the_jdk_takes_for_a_pkcs12_is_not_one() throws Exception {
        var jks = Keytool.store(directory, WORD, "RSA", "JKS", false);
        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(jks), WORD.toCharArray());

        assertThat(store.size()).isEqualTo(1);
        assertRefused(jks, "This is no PKCS#12 file of at most 1 MiB");
    }

    @Test
    void there_is_one_key_and_neither_none_nor_two() throws Exception {
        var two = empty();
        two.setKeyEntry("one", key(ONE), WORD.toCharArray(), new X509Certificate[] {ONE.certificate()});
        two.setKeyEntry("two", key(TWO), WORD.toCharArray(), new X509Certificate[] {TWO.certificate()});
        var none = empty();
        none.setCertificateEntry("one", ONE.certificate());

        assertRefused(bytes(two), "The PKCS#12 file has to have one key, and has 2");
        assertRefused(bytes(none), "The PKCS#12 file has to have one key, and has 0");
    }

    @Test
    void a_key_of_another_certificate_is_found() throws Exception {
        assertRefused(
                pfx(key(TWO), ONE.certificate()), "The key in the PKCS#12 file is not the one of its certificate");
    }

    @Test
    void a_chain_that_has_the_right_names_and_the_wrong_signatures_is_found() throws Exception {
        var root = CertificateScene.certificate("Root");
        var leaf = CertificateScene.signed(root, "emrnext");
        var impostor = CertificateScene.certificate("Root");

        assertRefused(
                pfx(key(leaf), leaf.certificate(), impostor.certificate()),
                "A certificate of the chain in the PKCS#12 file was not signed by the next one");
    }

    @Test
    void a_thumbprint_as_a_dialogue_of_windows_shows_it_is_told() {
        var thumbprint = CertificateScene.thumbprint(ONE);

        assertThat(WindowsCertificate.requireThumbprint(thumbprint.toLowerCase(Locale.ROOT)))
                .isEqualTo(thumbprint);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WindowsCertificate.requireThumbprint("\u200E" + thumbprint))
                .withMessageContaining("41 characters");
    }
}
