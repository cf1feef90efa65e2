package io.emrops.certificates.x509;

import io.emrops.certificate.CertificateOrder;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Signs certificates and requests for them, with keys of the JDK's providers. */
public final class Issuance {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** CA/Browser Forum, "Baseline Requirements for TLS Server Certificates", 7.1: at least 64 bits of chance. */
    private static final int SERIAL_BITS = 126;
    /** Longer common names are refused by X.520; the alternative names are what counts. */
    private static final int LONGEST_COMMON_NAME = 64;

    private Issuance() {}

    /** From when until when. */
    public record Validity(Instant from, Instant until) {}

    /** A server's certificate. */
    public static X509Certificate server(
            CertificateOrder order, PublicKey key, Validity validity, X509Certificate issuer, PrivateKey issuerKey) {
        return certificate(
                order,
                key,
                validity,
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                issuer.getPublicKey(),
                issuerKey);
    }

    /** A server's certificate that is signed by itself. */
    public static X509Certificate selfSigned(CertificateOrder order, KeyPair keys, Validity validity) {
        return certificate(order, keys.getPublic(), validity, subject(order), keys.getPublic(), keys.getPrivate());
    }

    private static X509Certificate certificate(
            CertificateOrder order,
            PublicKey key,
            Validity validity,
            X500Name issuer,
            PublicKey authority,
            PrivateKey issuerKey) {
        try {
            var tools = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS),
                            Date.from(validity.from()),
                            Date.from(validity.until()),
                            subject(order),
                            key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, usage(key))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, names(order))
                    .addExtension(Extension.subjectKeyIdentifier, false, tools.createSubjectKeyIdentifier(key))
                    .addExtension(
                            Extension.authorityKeyIdentifier, false, tools.createAuthorityKeyIdentifier(authority));
            var signer = new JcaContentSignerBuilder(Keys.signatureBy(issuerKey)).build(issuerKey);
            return Encodings.certificate(builder.build(signer).getEncoded());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(
                    "A certificate could not be signed with a key of the kind " + issuerKey.getAlgorithm(), e);
        }
    }

    private static ASN1Encodable usage(PublicKey key) {
        return new KeyUsage(
                key.getAlgorithm().equals("RSA")
                        ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
                        : KeyUsage.digitalSignature);
    }

    /** A request for a server's certificate (PKCS#10, RFC 2986), in DER. */
    public static byte[] request(CertificateOrder order, KeyPair keys) {
        try {
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, false, names(order));
            extensions.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            return new JcaPKCS10CertificationRequestBuilder(subject(order), keys.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder(Keys.signatureBy(keys.getPrivate())).build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("A request could not be signed", e);
        }
    }

    private static X500Name subject(CertificateOrder order) {
        return order.names().stream()
                .filter(name -> name.length() <= LONGEST_COMMON_NAME)
                .findFirst()
                .map(name -> new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, name)
                        .build())
                .orElseGet(() -> new X500NameBuilder(BCStyle.INSTANCE).build());
    }

    private static GeneralNames names(CertificateOrder order) {
        return new GeneralNames(order.names().stream()
                .map(name -> new GeneralName(
                        CertificateOrder.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
