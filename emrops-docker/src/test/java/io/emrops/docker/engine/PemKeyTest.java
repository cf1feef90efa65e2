package io.emrops.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class PemKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void a_key_of_pkcs_8_is_read_and_known_by_its_public_key(String algorithm) throws Exception {
        var pair = pair(algorithm);

        var key = PemKey.parse("Bag Attributes\n" + pem("", pair.getPrivate().getEncoded()));

        assertThat(key).hasValueSatisfying(read -> {
            assertThat(read.getEncoded()).isEqualTo(pair.getPrivate().getEncoded());
            assertThat(PemKey.belongTogether(read, pair.getPublic())).isTrue();
        });
    }

    @Test
    void a_key_of_pkcs_1_is_the_same_key() throws Exception {
        var pair = pair("RSA");
        var pkcs8 = pair.getPrivate().getEncoded();
        // 4 bytes of the outer sequence, 18 of version and algorithm, 4 of the octet string.
        var pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);

        var key = PemKey.parse(pem("RSA ", pkcs1)).orElseThrow();

        assertThat(PemKey.belongTogether(key, pair.getPublic())).isTrue();
        assertThat(PemKey.belongTogether(key, pair("RSA").getPublic())).isFalse();
        assertThat(PemKey.belongTogether(key, pair("EC").getPublic())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a key",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----"
            })
    void anything_else_is_no_key(String text) {
        assertThat(PemKey.parse(text)).isEmpty();
    }

    private static KeyPair pair(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    private static String pem(String kind, byte[] key) {
        return "-----BEGIN " + kind + "PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key) + "\n-----END " + kind + "PRIVATE KEY-----\n";
    }
}
