package io.emrops.certificates.x509;

import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyFacts;
import io.emrops.network.Endpoint;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * What a request asks for (PKCS#10, RFC 2986).
 *
 * @param names its alternative names, in lower case
 */
public record RequestContent(Set<String> names, PublicKey key) {
    public RequestContent {
        names = Set.copyOf(names);
    }

    /** @throws UnreadableException if it is none, or damaged */
    public static RequestContent read(byte[] text) throws UnreadableException {
        try (var parser = new PEMParser(new StringReader(new String(text, StandardCharsets.ISO_8859_1)))) {
            if (parser.readObject() instanceof PKCS10CertificationRequest request) {
                return new RequestContent(namesOf(request), new JcaPKCS10CertificationRequest(request).getPublicKey());
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new UnreadableException("the request is damaged", e);
        }
        throw new UnreadableException("it is no request");
    }

    private static Set<String> namesOf(PKCS10CertificationRequest request) throws IOException {
        var names = new HashSet<String>();
        for (var attribute : request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
            var asked = Extensions.getInstance(attribute.getAttrValues().getObjectAt(0));
            var all = GeneralNames.fromExtensions(asked, Extension.subjectAlternativeName);
            for (var each : all == null ? new GeneralName[0] : all.getNames()) {
                names.add(
                        each.getTagNo() == GeneralName.iPAddress
                                ? address(each)
                                : lower(each.getName().toString()));
            }
        }
        return names;
    }

    private static String address(GeneralName name) throws IOException {
        var octets = ASN1OctetString.getInstance(name.getName()).getOctets();
        return canonical(InetAddress.getByAddress(octets).getHostAddress());
    }

    private static String canonical(String address) {
        return new Endpoint(address, 1).host();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether an order of today would have it written alike. */
    public boolean isFor(CertificateOrder order) {
        var wanted = order.names().stream()
                .map(name -> CertificateOrder.isAddress(name) ? canonical(name) : lower(name))
                .collect(Collectors.toSet());
        return names.equals(wanted) && KeyFacts.of(key).equals(Keys.facts(order.key()));
    }
}
