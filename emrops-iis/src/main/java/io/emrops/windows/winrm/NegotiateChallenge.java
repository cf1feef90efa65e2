package io.emrops.windows.winrm;

import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says in {@code WWW-Authenticate} under Negotiate.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4559">RFC 4559: SPNEGO-based Kerberos and NTLM HTTP Authentication</a>
 */
final class NegotiateChallenge {
    private static final int LARGEST = 64 << 10;
    private static final Pattern QUOTED = Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"");
    private static final Pattern NEGOTIATE = Pattern.compile("(?i)Negotiate[ \\t]+([A-Za-z0-9+/]+={0,2})");

    private NegotiateChallenge() {}

    /**
     * The token of the host.
     *
     * @param values of the header, of which each may hold several challenges
     * @throws TransportException if there is none, or more than one, or one that cannot be read
     */
    static byte[] token(List<String> values) throws TransportException {
        var found = new ArrayList<String>();
        for (var value : values) {
            for (var challenge : QUOTED.matcher(value).replaceAll("\"\"").split(",", -1)) {
                var negotiate = NEGOTIATE.matcher(challenge.strip());
                if (negotiate.matches()) {
                    found.add(negotiate.group(1));
                }
            }
        }
        if (found.size() != 1 || found.get(0).length() > LARGEST) {
            throw unproven(null);
        }
        try {
            return Base64.getDecoder().decode(found.get(0));
        } catch (IllegalArgumentException e) {
            throw unproven(e);
        }
    }

    static TransportException unproven(@Nullable Exception cause) {
        return new TransportException(
                Reason.REFUSED, "did not prove by Kerberos that it is this host, so its answer is not believed", cause);
    }
}
