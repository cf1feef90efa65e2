package io.emrops.certificates.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyState;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.issuer.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound key stores with more in them than a certificate and its key. */
class KeyStoreFileTest {
    private static final char[] WORD = "a password of some length".toCharArray();

    @TempDir
    Path folder;

    private final KeyedCertificate issued =
            SelfSigned.issuer().issue(CertificateOrder.of("emr.example"), Progress.none());
    private KeyStore store;

    @BeforeEach
    void empty() throws Exception {
        store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
    }

    private void put(String alias) throws Exception {
        store.setKeyEntry(alias, issued.key(), WORD, issued.chain().toArray(new X509Certificate[0]));
    }

    private void putSecret() throws Exception {
        store.setEntry(
                "secret",
                new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")),
                new KeyStore.PasswordProtection(WORD));
    }

    private KeyStoreFile file() throws Exception {
        var path = folder.resolve("server.p12");
        try (var out = Files.newOutputStream(path)) {
            store.store(out, WORD);
        }
        return KeyStoreFile.at(path, Secret.of(WORD));
    }

    @Test
    void a_secret_key_beside_it_is_somebody_elses() throws Exception {
        put("server");
        putSecret();

        var found = file().inPlace().orElseThrow();

        assertThat(found.key()).isEqualTo(KeyState.MATCHES);
        assertThat(found.faults()).isEmpty();
    }

    @Test
    void of_two_keys_it_is_to_be_said_which() throws Exception {
        put("server");
        put("other");

        assertThat(file().inPlace().orElseThrow().faults())
                .containsExactly("it has several keys, and an alias has to say which");
        assertThat(file().alias("other").inPlace().orElseThrow().faults()).isEmpty();
    }

    @Test
    void an_entry_that_is_none_is_told() throws Exception {
        putSecret();

        assertThat(file().inPlace().orElseThrow().faults()).containsExactly("there is no certificate with a key in it");
        assertThat(file().alias("secret").inPlace().orElseThrow().faults())
                .containsExactly("its entry secret is no certificate with a key");
    }
}
