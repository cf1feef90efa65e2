package io.emrops.certificates.x509;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.certificate.CertificateFacts;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chains that clients refuse, whose parts have all signed each other. */
class ChainTest {
    private Party root;

    @BeforeEach
    void root() throws Exception {
        root = Party.authority("Root").made();
    }

    @Test
    void a_sound_chain_has_no_faults_with_its_root_or_without() throws Exception {
        var issuing = Party.authority("Issuing").pathLength(0).signedBy(root).made();
        var server = Party.server("emr.example").signedBy(issuing).made();

        assertThat(Chain.faults(server.chain())).isEmpty();
        assertThat(Chain.faults(List.of(server.certificate(), issuing.certificate(), root.certificate())))
                .isEmpty();
    }

    @Test
    void an_authority_that_may_have_none_below_it_has_none() throws Exception {
        var upper = Party.authority("Upper").pathLength(0).signedBy(root).made();
        var lower = Party.authority("Lower").signedBy(upper).made();

        assertThat(Chain.faults(
                        Party.server("emr.example").signedBy(lower).made().chain()))
                .containsExactly("certificate 3 of the chain may not have so many authorities below it");
    }

    @Test
    void an_authority_without_the_right_to_sign_signs_nothing() throws Exception {
        var issuing = Party.authority("Issuing")
                .usage(KeyUsage.digitalSignature)
                .signedBy(root)
                .made();

        assertThat(Chain.faults(
                        Party.server("emr.example").signedBy(issuing).made().chain()))
                .containsExactly("certificate 2 of the chain may not sign certificates");
    }

    @Test
    void an_authority_of_other_names_has_none_of_these() throws Exception {
        var limits = new NameConstraints(
                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "other.example"))}, null);
        var last = Party.authority("Issuing")
                .with(Extension.nameConstraints, true, limits)
                .signedBy(root)
                .made();
        var between = Party.authority("Between").signedBy(last).made();

        for (var issuing : List.of(last, between)) {
            assertThat(Chain.faults(
                            Party.server("emr.example").signedBy(issuing).made().chain()))
                    .containsExactly("an authority of the chain may not sign for its names");
            assertThat(Chain.faults(Party.server("emr.other.example")
                            .signedBy(issuing)
                            .made()
                            .chain()))
                    .isEmpty();
        }
    }

    @Test
    void what_clients_have_to_understand_and_do_not_is_a_fault() throws Exception {
        var issuing = Party.authority("Issuing").signedBy(root).made();
        var odd = Party.server("emr.example")
                .with(new ASN1ObjectIdentifier("1.2.3.4.5.6"), true, DERNull.INSTANCE)
                .signedBy(issuing)
                .made();

        assertThat(Chain.faults(odd.chain()))
                .containsExactly("the chain demands something that clients do not understand");
    }

    @Test
    void a_signature_with_a_hash_that_is_broken_is_weak_however_it_is_made() throws Exception {
        var authority = Party.authority("RSA").rsa(2048).made();
        for (var algorithm : List.of("SHA1withRSA", "SHA1withRSAandMGF1")) {
            var server = Party.server("emr.example")
                    .signedBy(authority)
                    .signature(algorithm)
                    .made();
            assertThat(CertificateFacts.of(server.certificate()).weaknesses())
                    .as(algorithm)
                    .singleElement()
                    .asString()
                    .contains("SHA1with");
        }
        assertThat(CertificateFacts.of(Party.server("emr.example")
                                .signedBy(authority)
                                .signature("SHA256withRSAandMGF1")
                                .made()
                                .certificate())
                        .signature())
                .isEqualTo("SHA256withRSASSA-PSS");
    }
}
