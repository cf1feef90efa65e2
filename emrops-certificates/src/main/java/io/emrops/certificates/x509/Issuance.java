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
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
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
                identifier(issuer),
                issuerKey);
    }

    /** A server's certificate that is signed by itself. */
    public static X509Certificate selfSigned(CertificateOrder order, KeyPair keys, Validity validity) {
        var name = nameOf(order);
        return certificate(order, keys.getPublic(), validity, name, identifier(keys.getPublic()), keys.getPrivate());
    }

    /** As the authority's own certificate has it, by whichever method it was made (RFC 5280, 4.2.1.1): clients look for that one. */
    private static AuthorityKeyIdentifier identifier(X509Certificate authority) {
        var own = authority.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return own == null
                ? identifier(authority.getPublicKey())
                : new AuthorityKeyIdentifier(SubjectKeyIdentifier.getInstance(
                                ASN1OctetString.getInstance(own).getOctets())
                        .getKeyIdentifier());
    }

    private static AuthorityKeyIdentifier identifier(PublicKey authority) {
        try {
            return new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static X509Certificate certificate(
            CertificateOrder order,
            PublicKey key,
            Validity validity,
            X500Name issuer,
            AuthorityKeyIdentifier authority,
            PrivateKey issuerKey) {
        try {
            var tools = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS),
                            Date.from(validity.from()),
                            Date.from(validity.until()),
                            nameOf(order),
                            key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, usage(key))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, names(order))
                    .addExtension(Extension.subjectKeyIdentifier, false, tools.createSubjectKeyIdentifier(key))
                    .addExtension(Extension.authorityKeyIdentifier, false, authority);
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
            return new JcaPKCS10CertificationRequestBuilder(nameOf(order), keys.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder(Keys.signatureBy(keys.getPrivate())).build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("A request could not be signed", e);
        }
    }

    /** A short one of the names, else the beginning of the first: without a subject, the alternative names would have to be critical, and an issuer needs a name (RFC 5280, 4.1.2.4 and .6). */
    private static X500Name nameOf(CertificateOrder order) {
        var name = order.names().stream()
                .filter(each -> each.length() <= LONGEST_COMMON_NAME)
                .findFirst()
                .orElseGet(() -> order.names().get(0).substring(0, LONGEST_COMMON_NAME));
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    private static GeneralNames names(CertificateOrder order) {
        return new GeneralNames(order.names().stream()
                .map(name -> new GeneralName(
                        CertificateOrder.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
