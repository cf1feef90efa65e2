package io.emrops.windows.winrm;

import java.util.regex.Pattern;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;

/**
 * The principal of a host's WinRM.
 *
 * @param principal such as {@code HTTP/app01.hospital.example}, with or without {@code @} and a realm
 */
public record KerberosService(String principal) {
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9]+/[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9][A-Za-z0-9._-]*)?");

    public KerberosService {
        if (!FORM.matcher(principal).matches()) {
            throw new IllegalArgumentException(
                    "The principal of a service is class/host or class/host@REALM, not " + principal);
        }
    }

    /** Where no realm is given, {@code krb5.conf} says which one the host is in. */
    GSSName name(GSSManager manager) throws GSSException {
        if (principal.contains("@")) {
            return manager.createName(principal, new Oid("1.2.840.113554.1.2.2.1"));
        }
        return manager.createName(principal.replace('/', '@'), GSSName.NT_HOSTBASED_SERVICE);
    }
}
