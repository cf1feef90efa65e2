package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.certificates.x509.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revoked certificate is never taken for good because of a list that says nothing. */
class RevocationListTest {
    @TempDir
    Path folder;

    private Party root;
    private Party issuing;
    private Party server;

    @BeforeEach
    void chain() throws Exception {
        root = Party.authority("Root").made();
        issuing = Party.authority("Issuing").signedBy(root).made();
        server = Party.server("emr.example").signedBy(issuing).made();
    }

    private List<String> against(List<X509Certificate> chain, String... lists) throws Exception {
        var file = Files.writeString(folder.resolve("list.pem"), String.join("", lists));
        return RevocationList.in(file).against(chain, List.of(root.certificate()), Instant.now());
    }

    private List<String> against(String... lists) throws Exception {
        return against(server.chain(), lists);
    }

    @Test
    void whole_lists_tell() throws Exception {
        assertThat(against(issuing.revoking().pem(), root.revoking().pem())).isEmpty();
        assertThat(against(issuing.revoking(server.certificate()).pem()))
                .containsExactly("the certificate was revoked");
        assertThat(against(root.revoking(issuing.certificate()).pem()))
                .containsExactly("the authority 2 of the chain was revoked");
        assertThat(against(Party.authority("Somebody else")
                        .made()
                        .revoking(server.certificate())
                        .pem()))
                .isEmpty();
    }

    @Test
    void each_list_of_a_file_counts_in_any_order() throws Exception {
        var revoked = issuing.revoking(server.certificate()).pem();

        assertThat(against(root.revoking().pem(), revoked)).containsExactly("the certificate was revoked");
        assertThat(against(revoked, root.revoking().pem())).containsExactly("the certificate was revoked");
    }

    @Test
    void a_list_of_a_namesake_is_none_whatever_the_server_sends() throws Exception {
        var forged = Party.authority("Issuing").made().revoking().pem();
        var ofRoot = Party.authority("Root").made().revoking().pem();

        assertThat(against(forged)).singleElement().asString().contains("is not signed by");
        assertThat(against(ofRoot)).singleElement().asString().contains("is not signed by");
        assertThat(against(List.of(server.certificate()), forged))
                .singleElement()
                .asString()
                .contains("cannot be verified");
    }

    @Test
    void a_part_of_a_list_is_not_taken_for_the_whole() throws Exception {
        assertThat(against(issuing.revoking()
                        .critical(Extension.deltaCRLIndicator, new ASN1Integer(1))
                        .pem()))
                .singleElement()
                .asString()
                .contains("not the whole list");
        assertThat(against(issuing.revoking()
                        .critical(
                                Extension.issuingDistributionPoint,
                                new IssuingDistributionPoint(null, false, true, null, false, false))
                        .pem()))
                .singleElement()
                .asString()
                .contains("not the whole list");
    }

    @Test
    void a_list_of_another_time_is_none() throws Exception {
        assertThat(against(issuing.revoking()
                        .at(Instant.now().plus(Duration.ofDays(1)))
                        .pem()))
                .singleElement()
                .asString()
                .contains("of a time to come");
        assertThat(against(issuing.revoking().withoutEnd().pem()))
                .singleElement()
                .asString()
                .contains("until when");
    }
}
