package io.emrops.windows.certificate;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateSource;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.windows.PowerShellCall;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.ScriptFailedException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A certificate store of a Windows machine, such as {@code LocalMachine\My}, from which IIS takes its certificates.
 *
 * <pre>{@code
 * var store = WindowsCertificateStore.on(app01);
 * var imported = store.importPfx(bytes, password, ImportOptions.usual());
 * store.bind(SiteBinding.of("emrnext", "", 443), imported.thumbprint());
 * store.expiring(Instant.now(), Duration.ofDays(30), "hospital.example");
 * }</pre>
 *
 * <p>Each call is one script, and throws what {@link PowerShellHost} says; also {@link PreconditionFailedException} if the host has
 * something against it, and then nothing was changed. Changing calls need an administrator. Safe for use by several threads.
 *
 * <p>Other users of a certificate than IIS and http.sys are not known to it: Remote Desktop, SQL Server and LDAP have settings of their
 * own.
 */
public final class WindowsCertificateStore implements CertificateSource {
    /** The usual store. */
    public static final String MY = "My";

    private static final String KIND = "certificate-store";
    private static final String PASSWORD = "pfxPassword";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9 ]{0,63}");
    /** What is in these is trusted, or distrusted: nothing that is put there by the way. */
    private static final Set<String> OF_TRUST = Set.of("root", "authroot", "ca", "disallowed", "trustedpublisher");

    private final PowerShellHost host;
    private final String name;

    private WindowsCertificateStore(PowerShellHost host, String name) {
        this.host = Objects.requireNonNull(host, "host");
        this.name = name;
    }

    /** {@code LocalMachine\My}. Asks nobody. */
    public static WindowsCertificateStore on(PowerShellHost host) {
        return on(host, MY);
    }

    /**
     * Another store of the machine, such as {@code WebHosting}. Asks nobody.
     *
     * @throws IllegalArgumentException if there can be no store of this name
     */
    public static WindowsCertificateStore on(PowerShellHost host, String store) {
        if (!NAME.matcher(store).matches()) {
            throw new IllegalArgumentException("The name of a store has letters, digits and blanks alone");
        }
        return new WindowsCertificateStore(host, store);
    }

    /** Its name, without the location. */
    public String name() {
        return name;
    }

    /** The store of this installation of Windows; asks the host the first time. */
    @Override
    public Target target() {
        var windows = host.target();
        return new Target(KIND, windows.name() + " " + this, windows.identity());
    }

    /** All that is there, and who uses it. */
    public StoreContents contents() throws InterruptedException {
        var seen = run(Scripts.LOOK.with(new Scripts.Look(name)), Refusals::of);
        var certificates = new ArrayList<WindowsCertificate>();
        var unreadable = new ArrayList<String>();
        for (var each : seen.certificates()) {
            var der = decoded(each.encoded());
            try {
                certificates.add(WindowsCertificate.of(WindowsCertificate.read(der), each.privateKey()));
            } catch (CertificateException e) {
                unreadable.add(WindowsCertificate.thumbprint(der));
            }
        }
        return new StoreContents(
                name,
                certificates,
                unreadable,
                seen.intermediates(),
                seen.usesKnown(),
                seen.bindings().stream().map(Scripts.SeenBinding::bound).toList(),
                seen.listeners().stream().map(Scripts.SeenListener::listener).toList());
    }

    private byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new StepFailedException(
                    this + " has answered something that is no certificate; nothing was changed", e);
        }
    }

    /** What is in it is there to be believed, and needs no key. */
    private boolean isOfTrust() {
        return OF_TRUST.contains(name.toLowerCase(Locale.ROOT));
    }

    /** {@inheritDoc} That a key is its certificate's, the host says. */
    @Override
    public List<FoundCertificate> certificates() throws InterruptedException {
        var contents = contents();
        var found = new ArrayList<FoundCertificate>();
        for (var each : contents.certificates()) {
            found.add(new FoundCertificate(
                    host.target().name() + " " + this + " " + each.thumbprint(),
                    List.of(CertificateFacts.of(each.certificate())),
                    each.hasPrivateKey() ? KeyState.MATCHES : KeyState.ABSENT,
                    each.hasPrivateKey() || isOfTrust() ? List.of() : List.of("its key is not there")));
        }
        for (var each : contents.unreadable()) {
            found.add(FoundCertificate.unreadable(
                    host.target().name() + " " + this + " " + each, "it cannot be read by this JDK"));
        }
        return List.copyOf(found);
    }

    /** The certificates. Those that this JDK cannot read are left out; {@link #contents} has their thumbprints. */
    public List<WindowsCertificate> list() throws InterruptedException {
        return contents().certificates();
    }

    /**
     * The certificates that end soon or have ended, the first to end first.
     *
     * @param within how long after {@code now}
     * @param part of the subject or a DNS name, without case; empty for all
     */
    public List<WindowsCertificate> expiring(Instant now, Duration within, String part) throws InterruptedException {
        return contents().expiring(now, within, part);
    }

    /**
     * Brings a certificate with its key into the store, and the intermediate certificates that come with it into {@code CA}, as far as
     * they are not there. A root is never brought in. What is there already stays as it is, also its key and whether that is exportable.
     *
     * <p>The file is checked here first: password, one key, its certificate, a chain that is one. If that fails, nothing is sent. The
     * password goes as a secret and the file as a payload, so neither shows in a list of processes.
     *
     * @param pfx a PKCS#12 file of at most 1 MiB. Windows before Server 2019 reads none that is encrypted with AES, as new tools do it
     * @param password of ASCII characters: Java knows no others here
     * @return what is there now
     * @throws PreconditionFailedException also if the store is one of those that say whom the machine trusts
     */
    public ImportedCertificate importPfx(byte[] pfx, Secret password, ImportOptions options)
            throws InterruptedException {
        return importChecked(checked(pfx, password), pfx, password, options);
    }

    Pfx checked(byte[] pfx, Secret password) {
        if (isOfTrust()) {
            throw new PreconditionFailedException(
                    this + " says whom the machine trusts, and takes no certificate with a key; nothing was sent");
        }
        return Pfx.open(pfx, password);
    }

    ImportedCertificate importChecked(Pfx checked, byte[] pfx, Secret password, ImportOptions options)
            throws InterruptedException {
        var leaf = checked.leaf();
        var call = Scripts.IMPORT
                .with(new Scripts.Import(name, leaf.thumbprint(), options.exportable(), checked.encodedChain()))
                .secret(PASSWORD, password)
                .payload(pfx);
        var answer = run(call, Refusals::ofImport);
        if (!answer.thumbprint().equals(leaf.thumbprint())) {
            throw new StepFailedException(this + " has taken another certificate than was sent: look at what is there");
        }
        return new ImportedCertificate(
                leaf.thumbprint(), leaf.subject(), leaf.notAfter(), answer.added(), answer.chainAdded());
    }

    /**
     * Removes a certificate, and its key unless another certificate of the store has the same. There is no way back.
     *
     * @return false if it was not there
     * @throws PreconditionFailedException if a binding of IIS or a listener of http.sys uses it; nothing was changed
     */
    public boolean remove(String thumbprint) throws InterruptedException {
        return takeBack(Optional.of(WindowsCertificate.requireThumbprint(thumbprint)), List.of());
    }

    /**
     * Removes a certificate and intermediates, these only where no certificate is left that they have signed.
     *
     * @param chain each behind those that it has signed
     */
    boolean takeBack(Optional<String> thumbprint, List<String> chain) throws InterruptedException {
        var answer = run(Scripts.REMOVE.with(new Scripts.Remove(name, thumbprint.orElse(""), chain)), Refusals::of);
        var users = Stream.concat(
                        answer.bindings().stream().map(b -> b.bound().binding().toString()),
                        answer.listeners().stream().map(l -> l.listener().toString()))
                .toList();
        if (!users.isEmpty()) {
            throw new PreconditionFailedException("Certificate " + thumbprint.orElse("") + " of " + this
                    + " is used by " + String.join("; ", users) + "; nothing was changed");
        }
        return answer.removed();
    }

    /**
     * Gives a binding of IIS for HTTPS a certificate of this store. The binding is replaced, in one commit of IIS's configuration, since
     * bindings that were changed in place have gone on with the old certificate for users of another tool (win-acme, issue 371); so it
     * comes last in the list of its site, and else stays as it is. Connections that are open go on with the old certificate. Bindings of
     * the same address and port without server name indication share one certificate, so they all get this one.
     *
     * @return what was there before; unchanged if it had this certificate of this store
     * @throws PreconditionFailedException if there is no such site or binding, or it takes its certificate from the central store of IIS,
     *     or this store does not have the certificate with its key
     * @see <a href="https://support.microsoft.com/kb/2405568">KB 2405568</a> on bindings that share a certificate
     */
    public Rebinding bind(SiteBinding binding, String thumbprint) throws InterruptedException {
        return bind(binding, WindowsCertificate.requireThumbprint(thumbprint), Optional.empty());
    }

    /**
     * @param thumbprint empty to have none
     * @param from refused if the binding has another one now; any if empty
     */
    Rebinding bind(SiteBinding binding, String thumbprint, Optional<String> from) throws InterruptedException {
        var answer = run(
                Scripts.BIND.with(new Scripts.Bind(
                        binding.site(), binding.information(), thumbprint, name, from.isPresent(), from.orElse(""))),
                Refusals::of);
        if (!answer.now().equals(thumbprint)) {
            throw new StepFailedException("IIS has taken the new certificate of " + binding
                    + " and shows another one now: look at its bindings and at http.sys");
        }
        return new Rebinding(binding, answer.changed(), answer.before(), answer.now());
    }

    WindowsCertificateStore sibling(String store) {
        return on(host, store);
    }

    private <A> A run(PowerShellCall<A> call, Function<ScriptFailedException, EmropsException> refusal)
            throws InterruptedException {
        try {
            return host.run(call);
        } catch (ScriptFailedException e) {
            throw refusal.apply(e);
        }
    }

    /** As Windows writes it: {@code LocalMachine\My}. */
    @Override
    public String toString() {
        return "LocalMachine\\" + name;
    }
}
