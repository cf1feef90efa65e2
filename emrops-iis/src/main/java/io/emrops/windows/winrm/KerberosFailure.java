package io.emrops.windows.winrm;

import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.io.IOException;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;

/** What a realm said instead of giving a ticket: its number, and not its words. */
final class KerberosFailure {
    private static final String CLASSES = "sun.security.krb5.";
    private static final Pattern NUMBER = Pattern.compile("[^(]*\\((\\d{1,3})\\)(?s:.*)");

    private KerberosFailure() {}

    static TransportException of(Throwable failure) {
        if (isOfNetwork(failure)) {
            return new TransportException(Reason.UNREACHABLE, "was not asked: no KDC of the realm answers", failure);
        }
        var asked = failure instanceof LoginException ? "the user" : "this service";
        return new TransportException(
                Reason.REFUSED,
                "was not asked: there is no Kerberos ticket for " + asked + " (" + number(failure)
                        + ", one attempt was made)",
                failure);
    }

    private static boolean isOfNetwork(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            // The JDK's own failures of Kerberos are exceptions of another kind, but for some of its parsers.
            if (cause instanceof IOException && !cause.getClass().getName().startsWith(CLASSES)) {
                return true;
            }
        }
        return false;
    }

    /** By RFC 4120, 7.5.9. The JDK has it in the text of a class that it does not export. */
    private static String number(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith(CLASSES)) {
                var found = NUMBER.matcher(String.valueOf(cause.getMessage()));
                if (found.matches()) {
                    return "Kerberos error " + found.group(1);
                }
            }
        }
        return "no number of an error";
    }
}
