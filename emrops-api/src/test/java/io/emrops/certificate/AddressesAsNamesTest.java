package io.emrops.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class AddressesAsNamesTest {
    /** Of {@code DNS:10.0.2.10, DNS:2001:db8::1, DNS:emr.example, IP:10.0.2.11}, made by OpenSSL. */
    private static final String ADDRESSES_AS_NAMES = """
            -----BEGIN CERTIFICATE-----
            MIIBtDCCAVugAwIBAgIUQMxHvA8qUkYqJ/ky5duXnANaYqgwCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJMTAuMC4yLjEwMB4XDTI2MTEyMjIyMzk1OVoXDTI2MTIyMjIy
            Mzk1OVowFDESMBAGA1UEAwwJMTAuMC4yLjEwMFkwEwYHKoZIzj0CAQYIKoZIzj0D
            AQcDQgAEJ0NL6JrUssGaxFN3PkpOCMFxFUsrLssH82LqOtLiI8BT0qAb88LauwA7
            Mm74Ms7ZKEoohqWJT0yaxkgNVdFGhKOBijCBhzAdBgNVHQ4EFgQUpu7OrsYIkhkl
            AX0D+Mv4uaXiW/EwHwYDVR0jBBgwFoAUpu7OrsYIkhklAX0D+Mv4uaXiW/EwDwYD
            VR0TAQH/BAUwAwEB/zA0BgNVHREELTArggkxMC4wLjIuMTCCCzIwMDE6ZGI4Ojox
            ggtlbXIuZXhhbXBsZYcECgACCzAKBggqhkjOPQQDAgNHADBEAiAVoGPEaZp9QsXi
            N+wXe9JHCPm57INf7XCfyYw++8BTnAIgXVgScdroLJotrhKUvV3D59x4aFKTO/KI
            VllsypXGg6Q=
            -----END CERTIFICATE-----
            """;

    @Test
    void an_address_that_stands_in_a_dns_name_is_for_nobody() throws Exception {
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(ADDRESSES_AS_NAMES.getBytes(StandardCharsets.US_ASCII)));

        var facts = CertificateFacts.of(certificate);

        assertThat(facts.isFor("10.0.2.10")).isFalse();
        assertThat(facts.isFor("2001:db8::1")).isFalse();
        assertThat(facts.isFor("10.0.2.11")).isTrue();
        assertThat(facts.isFor("emr.example")).isTrue();
        assertThat(facts.names()).containsExactly("emr.example", "10.0.2.11");
    }
}
