package io.emrops.windows.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is in a store, and who uses it, at one moment.
 *
 * @param store its name
 * @param certificates those that can be read
 * @param unreadable the thumbprints of those that this JDK cannot read
 * @param intermediates the thumbprints in the store CA of the machine
 * @param usesKnown false if we are no administrator there, who alone may ask for the next two
 * @param bindings of IIS, with certificates of any store and without; empty if there is no IIS
 * @param listeners of http.sys, with certificates of any store
 */
public record StoreContents(
        String store,
        List<WindowsCertificate> certificates,
        List<String> unreadable,
        List<String> intermediates,
        boolean usesKnown,
        List<BoundCertificate> bindings,
        List<Listener> listeners) {
    public StoreContents {
        certificates = List.copyOf(certificates);
        unreadable = List.copyOf(unreadable);
        intermediates = List.copyOf(intermediates);
        bindings = List.copyOf(bindings);
        listeners = List.copyOf(listeners);
    }

    /**
     * A certificate by its thumbprint.
     *
     * @throws IllegalArgumentException if that is none
     */
    public Optional<WindowsCertificate> find(String thumbprint) {
        var wanted = WindowsCertificate.requireThumbprint(thumbprint);
        return certificates.stream().filter(c -> c.thumbprint().equals(wanted)).findFirst();
    }

    /** A binding of IIS; names and addresses are compared without case, as IIS does it. */
    public Optional<BoundCertificate> binding(SiteBinding binding) {
        return bindings.stream()
                .filter(b -> b.binding().site().equalsIgnoreCase(binding.site())
                        && b.binding().information().equalsIgnoreCase(binding.information()))
                .findFirst();
    }

    /** Who uses a certificate of this store, one line each; bindings first. A binding shows as a listener too. */
    public List<String> usersOf(String thumbprint) {
        var wanted = WindowsCertificate.requireThumbprint(thumbprint);
        return Stream.concat(
                        bindings.stream()
                                .filter(b -> b.thumbprint().equals(wanted) && isThis(b.store()))
                                .map(b -> b.binding().toString()),
                        listeners.stream()
                                .filter(l -> l.thumbprint().equals(wanted) && isThis(l.store()))
                                .map(Listener::toString))
                .toList();
    }

    private boolean isThis(String other) {
        return store.equalsIgnoreCase(other.isEmpty() ? WindowsCertificateStore.MY : other);
    }

    /**
     * Those whose subject, or one of whose DNS names, holds a text, without case.
     *
     * @param part empty for all
     */
    public List<WindowsCertificate> of(String part) {
        var wanted = part.toLowerCase(Locale.ROOT);
        return certificates.stream()
                .filter(c -> Stream.concat(Stream.of(c.subject()), c.dnsNames().stream())
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(wanted)))
                .toList();
    }

    /**
     * Those of {@link #of} that end until {@code within} after {@code now}, or have ended; the first to end comes first.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public List<WindowsCertificate> expiring(Instant now, Duration within, String part) {
        if (within.isNegative()) {
            throw new IllegalArgumentException("The time to the end is not negative: " + within);
        }
        var end = now.plus(within);
        return of(part).stream()
                .filter(c -> !c.notAfter().isAfter(end))
                .sorted(Comparator.comparing(WindowsCertificate::notAfter)
                        .thenComparing(WindowsCertificate::thumbprint))
                .toList();
    }
}
