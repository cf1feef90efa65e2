package io.emrops.windows.winrm;

import io.emrops.windows.wire.TransportException;
import java.net.http.HttpHeaders;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Base64;
import javax.security.auth.Subject;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/** The token of one request, and what verifies the token of its answer. */
final class NegotiateProof implements WinRmLogin.Proof {
    private final GSSContext context;
    private final Subject subject;
    private final String header;

    private NegotiateProof(GSSContext context, Subject subject, byte[] token) {
        this.context = context;
        this.subject = subject;
        this.header = "Negotiate " + Base64.getEncoder().encodeToString(token);
    }

    /** May ask a KDC for a ticket of the service, which stays with the subject. */
    static NegotiateProof of(Subject subject, KerberosService service) throws GSSException {
        return as(subject, () -> {
            var manager = GSSManager.getInstance();
            var spnego = new Oid("1.3.6.1.5.5.2");
            var user =
                    manager.createCredential(null, GSSCredential.DEFAULT_LIFETIME, spnego, GSSCredential.INITIATE_ONLY);
            var context = manager.createContext(service.name(manager), spnego, user, GSSContext.DEFAULT_LIFETIME);
            context.requestMutualAuth(true);
            context.requestCredDeleg(false);
            context.requestConf(false); // TLS does that
            return new NegotiateProof(context, subject, context.initSecContext(new byte[0], 0, 0));
        });
    }

    private static <T> T as(Subject subject, PrivilegedExceptionAction<T> action) throws GSSException {
        try {
            return Subject.doAs(subject, action);
        } catch (PrivilegedActionException e) {
            if (e.getCause() instanceof GSSException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public String header() {
        return header;
    }

    @Override
    public void requireHost(HttpHeaders answer) throws TransportException {
        var token = NegotiateChallenge.token(answer.allValues("WWW-Authenticate"));
        try {
            as(subject, () -> context.initSecContext(token, 0, token.length));
        } catch (GSSException | RuntimeException e) {
            // The JDK's parsers throw what they like at a token that is none.
            throw NegotiateChallenge.unproven(e);
        }
        if (!context.isEstablished() || !context.getMutualAuthState()) {
            throw NegotiateChallenge.unproven(null);
        }
    }

    @Override
    public void close() {
        try {
            context.dispose();
        } catch (GSSException e) {
            // Nothing of it is used any more.
        }
    }
}
