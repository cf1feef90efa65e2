package io.emrops.certificates.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Progress;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificates.issuer.SelfSigned;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PemContentTest {
    private static final byte[] SOUND = sound();

    private static byte[] sound() {
        var issued = SelfSigned.issuer().issue(CertificateOrder.of("emr.example"), Progress.none());
        return (Encodings.pem(issued.chain())
                        + Encodings.pem("PRIVATE KEY", issued.key().getEncoded()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Either it is read, or it is told that it cannot be; and nothing of a key is in what is told. */
    private static void read(byte[] text) {
        try {
            var content = PemContent.read(text, Optional.empty());
            assertThat(content.certificates()).hasSizeLessThanOrEqualTo(1);
        } catch (UnreadableException e) {
            assertThat(e.getMessage())
                    .matches(
                            "it is written in UTF-16, and PEM is ASCII|its PEM block \\d+ is damaged|it is no certificate, or damaged|its key is (damaged, or of a kind that this JDK does not know|of an unknown kind, [0-9.]+)");
        }
    }

    /** PowerShell and Notepad put it there. */
    @Example
    void a_mark_of_utf_8_hides_nothing() throws Exception {
        var marked = ("\uFEFF" + new String(SOUND, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.UTF_8);

        assertThat(PemContent.read(marked, Optional.empty()).certificates())
                .isEqualTo(PemContent.read(SOUND, Optional.empty()).certificates());
        for (var wide : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            var text = ("\uFEFF" + new String(SOUND, StandardCharsets.US_ASCII)).getBytes(wide);
            assertThatThrownBy(() -> PemContent.read(text, Optional.empty()))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("UTF-16");
        }
    }

    @Property(tries = 2000)
    void a_byte_that_has_changed_does_no_harm(@ForAll @IntRange(max = 5000) int at, @ForAll byte value) {
        var text = SOUND.clone();
        text[at % text.length] = value;
        read(text);
    }

    @Property(tries = 500)
    void an_end_that_is_missing_does_no_harm(@ForAll @IntRange(max = 5000) int length) {
        var text = new byte[length % SOUND.length];
        System.arraycopy(SOUND, 0, text, 0, text.length);
        read(text);
    }

    @Property(tries = 1000)
    void any_text_does_no_harm(@ForAll("texts") String text) {
        read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "-----BEGIN CERTIFICATE-----",
                        "-----END CERTIFICATE-----",
                        "-----BEGIN PRIVATE KEY-----",
                        "-----END PRIVATE KEY-----",
                        "-----BEGIN RSA PRIVATE KEY-----",
                        "-----BEGIN EC PARAMETERS-----",
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----",
                        "-----BEGIN X509 CRL-----",
                        "Proc-Type: 4,ENCRYPTED",
                        "DEK-Info: AES-128-CBC,00",
                        "MIIB",
                        "AAAA",
                        "\u0000",
                        "0\u0082",
                        "")
                .list()
                .ofMaxSize(12)
                .map(lines -> String.join("\n", lines));
    }

    @Property(tries = 200)
    void what_stands_around_is_passed_over(@ForAll("around") String around) throws Exception {
        var text = (around + "\n" + new String(SOUND, StandardCharsets.US_ASCII) + around)
                .getBytes(StandardCharsets.UTF_8);

        assertThat(PemContent.read(text, Optional.empty()).certificates()).hasSize(1);
        assertThat(PemContent.read(text, Optional.empty()).keys()).hasSize(1);
    }

    @Provide
    Arbitrary<String> around() {
        return Arbitraries.strings().excludeChars('-').ofMaxLength(40).map(text -> "#" + text);
    }
}
