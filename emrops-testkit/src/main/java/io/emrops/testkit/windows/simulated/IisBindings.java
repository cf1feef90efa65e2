package io.emrops.testkit.windows.simulated;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The bindings for HTTPS of the simulated IIS, as the scripts for certificates see them. */
final class IisBindings {
    private final SimulatedIis iis;

    IisBindings(SimulatedIis iis) {
        this.iis = iis;
    }

    record Bound(String site, SimulatedBinding binding) {
        /** Whether it has this certificate of this store. */
        boolean has(String thumbprint, String store) {
            return binding.thumbprint().equals(thumbprint)
                    && store.equalsIgnoreCase(binding.store().isEmpty() ? "My" : binding.store());
        }

        Map<String, Object> told() {
            return Map.of(
                    "site", site,
                    "information", binding.information(),
                    "thumbprint", binding.thumbprint(),
                    "store", binding.store(),
                    "sslFlags", binding.sni() ? 1 : 0);
        }
    }

    boolean installed() {
        return iis.isInstalled();
    }

    boolean hasSite(String name) {
        return iis.site(name).isPresent();
    }

    /** None if IIS is not there. */
    Stream<Bound> https() {
        return installed()
                ? iis.sites().stream()
                        .flatMap(site -> site.bindings().stream()
                                .filter(SimulatedBinding::tls)
                                .map(binding -> new Bound(site.name(), binding)))
                : Stream.of();
    }

    Optional<Bound> find(String site, String information) {
        return https().filter(each -> each.site().equalsIgnoreCase(site)
                        && each.binding().information().equalsIgnoreCase(information))
                .findFirst();
    }

    /** In one commit. */
    void change(Bound bound, String thumbprint, String store) {
        var old = bound.binding();
        var binding = new SimulatedBinding(old.protocol(), old.information(), thumbprint, store, old.sni());
        UnaryOperator<SimulatedBinding> changed = each -> each.equals(old) ? binding : each;
        iis.commit(
                iis.sites().stream()
                        .map(each -> each.name().equals(bound.site()) ? with(each, changed) : each)
                        .toList(),
                iis.pools());
    }

    private static SimulatedSite with(SimulatedSite site, UnaryOperator<SimulatedBinding> changed) {
        return new SimulatedSite(
                site.name(),
                site.id(),
                site.started(),
                site.autoStart(),
                site.pool(),
                site.physicalPath(),
                site.bindings().stream().map(changed).toList());
    }
}
