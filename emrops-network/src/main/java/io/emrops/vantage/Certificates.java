package io.emrops.vantage;

import io.emrops.network.Endpoint;
import io.emrops.reachability.CertificateFacts;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** Describes certificates. */
final class Certificates {
    /** GeneralName of RFC 5280, 4.2.1.6. */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;
    private static final int ANY_PORT = 1;
    private static final int HEX = 16;
    /** In a DNS name it is for nobody (RFC 9525, 6.5), and would be taken for one that is an address. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*|\\d+(\\.\\d+){3}");

    private Certificates() {}

    static List<CertificateFacts> describe(X509Certificate... chain) {
        return Arrays.stream(chain).map(Certificates::describe).toList();
    }

    private static CertificateFacts describe(X509Certificate certificate) {
        return new CertificateFacts(
                printable(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253)),
                printable(certificate.getIssuerX500Principal().getName(X500Principal.RFC2253)),
                names(certificate),
                certificate.getSerialNumber().toString(HEX),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                sha256(certificate));
    }

    private static List<String> names(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            var all = certificate.getSubjectAlternativeNames();
            for (var name : all == null ? List.<List<?>>of() : all) {
                var kind = (Integer) name.get(0);
                if (kind == DNS_NAME && !ADDRESS.matcher((String) name.get(1)).matches()) {
                    names.add(printable((String) name.get(1)));
                } else if (kind == IP_ADDRESS) {
                    names.add(new Endpoint((String) name.get(1), ANY_PORT).host());
                }
            }
        } catch (CertificateParsingException e) {
            // Names that cannot be read are for nobody.
            return List.of();
        }
        return names;
    }

    /** Who writes a certificate may write anything into it, and this goes into reports. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256, and what was read can be written", e);
        }
    }
}
