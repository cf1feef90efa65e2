package io.emrops.windows.certificate;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** What certificates say, as text of one line: whoever writes one may write anything into it. */
final class X509Text {
    /** GeneralName of RFC 5280, 4.2.1.6. */
    private static final int DNS_NAME = 2;

    private X509Text() {}

    static String name(X500Principal principal) {
        return printable(principal.getName(X500Principal.RFC2253));
    }

    static List<String> dnsNames(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            var all = certificate.getSubjectAlternativeNames();
            for (var name : all == null ? List.<List<?>>of() : all) {
                if ((Integer) name.get(0) == DNS_NAME) {
                    names.add(printable((String) name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            // Names that cannot be read are for nobody.
            return List.of();
        }
        return names;
    }

    /** What does not print is written as RFC 2253 writes bytes: {@code \0A}. */
    static String printable(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (prints(c)) {
                out.appendCodePoint(c);
            } else {
                for (var b : new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format("\\%02X", b));
                }
            }
        });
        return out.toString();
    }

    private static boolean prints(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
