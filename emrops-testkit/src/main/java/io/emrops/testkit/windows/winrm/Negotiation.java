package io.emrops.testkit.windows.winrm;

import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/**
 * The host's end of Negotiate: takes a ticket of Kerberos 5, inside of SPNEGO or as it is, and proves that it could read it. A token that comes twice is refused
 * the second time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4559">RFC 4559: SPNEGO-based Kerberos and NTLM HTTP Authentication in Microsoft Windows</a>
 */
public final class Negotiation {
    /** What a host that offers it says to whoever comes without a token. */
    static final String CHALLENGE = "Negotiate";

    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";
    private static final String SPNEGO = "1.3.6.1.5.5.2";
    private static final String KERBEROS = "1.2.840.113554.1.2.2";

    private final Subject service;

    private Negotiation(Subject service) {
        this.service = service;
    }

    /**
     * Of a service.
     *
     * @param keytab has its key
     * @param principal such as {@code HTTP/app01.hospital.example}, in the realm that this JVM's {@code krb5.conf} has as its own
     * @throws IllegalStateException if this JVM cannot use it
     */
    public static Negotiation of(Path keytab, String principal) {
        var options = Map.of(
                "principal", principal,
                "useKeyTab", "true",
                "keyTab", keytab.toString(),
                "storeKey", "true",
                "isInitiator", "false",
                "refreshKrb5Config", "true",
                "doNotPrompt", "true");
        try {
            var context = new LoginContext("host", new Subject(), null, new Configuration() {
                @Override
                public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                    return new AppConfigurationEntry[] {
                        new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options)
                    };
                }
            });
            context.login();
            var subject = context.getSubject();
            if (!hasKey(subject)) {
                throw new IllegalStateException("this keytab has no key of " + principal);
            }
            return new Negotiation(subject);
        } catch (LoginException e) {
            throw new IllegalStateException("this keytab is no use for " + principal, e);
        }
    }

    /** The JDK itself looks into the keytab when the first token comes. */
    private static boolean hasKey(Subject subject) {
        return subject.getPrincipals(KerberosPrincipal.class).stream()
                .anyMatch(principal -> subject.getPrivateCredentials(KeyTab.class).stream()
                        .anyMatch(keytab -> keytab.getKeys(principal).length > 0));
    }

    /**
     * Who was let in.
     *
     * @param user without the realm
     * @param proof the value of {@code WWW-Authenticate} of the answer
     */
    record Accepted(String user, String proof) {}

    /** @param authorization the value of the header; empty if it proves nobody */
    Optional<Accepted> accept(String authorization) {
        if (!authorization.regionMatches(true, 0, "Negotiate ", 0, 10)) {
            return Optional.empty();
        }
        try {
            var token = Base64.getDecoder().decode(authorization.substring(10).strip());
            return Subject.doAs(service, (PrivilegedExceptionAction<Optional<Accepted>>) () -> accept(token));
        } catch (PrivilegedActionException | RuntimeException e) {
            // Whatever the JDK's parsers throw: it is no token for this service, or one that was here before.
            return Optional.empty();
        }
    }

    private static Optional<Accepted> accept(byte[] token) throws GSSException {
        var manager = GSSManager.getInstance();
        // A token of Kerberos itself, without SPNEGO around it, is what pywinrm sends; Windows takes both.
        var both = new Oid[] {new Oid(SPNEGO), new Oid(KERBEROS)};
        var own = manager.createCredential(null, GSSCredential.INDEFINITE_LIFETIME, both, GSSCredential.ACCEPT_ONLY);
        var context = manager.createContext(own);
        try {
            var proof = context.acceptSecContext(token, 0, token.length);
            if (!context.isEstablished() || proof == null) {
                return Optional.empty();
            }
            var name = context.getSrcName().toString();
            var realm = name.lastIndexOf('@');
            return Optional.of(new Accepted(
                    realm < 0 ? name : name.substring(0, realm),
                    CHALLENGE + " " + Base64.getEncoder().encodeToString(proof)));
        } finally {
            context.dispose();
        }
    }
}
