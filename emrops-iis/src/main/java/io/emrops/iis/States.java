package io.emrops.iis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes states of what the script has read. */
final class States {
    private static final int SNI = 1;
    private static final int CENTRAL_STORE = 2;
    private static final Pattern INFORMATION = Pattern.compile("\\[?([^\\]]*?)\\]?:([0-9]{1,5}):([^:]*)");

    private States() {}

    static SiteState of(IisScripts.Site site) {
        return new SiteState(
                site.name(),
                site.id(),
                RunningState.of(site.state()),
                site.autoStart(),
                site.pool(),
                site.physicalPath(),
                bindings(site.bindings()));
    }

    private static List<IisBinding> bindings(List<IisScripts.FoundBinding> found) {
        return found.stream().map(States::of).flatMap(Optional::stream).toList();
    }

    /** Empty for one that {@link IisBinding} has no form for: hosts are what people have typed. */
    private static Optional<IisBinding> of(IisScripts.FoundBinding found) {
        var parts = INFORMATION.matcher(found.information());
        if ((found.flags() & CENTRAL_STORE) != 0 || !parts.matches()) {
            return Optional.empty();
        }
        var https = found.protocol().equals("https");
        var address = parts.group(1).isEmpty() ? "*" : parts.group(1);
        try {
            return Optional.of(new IisBinding(
                    found.protocol(),
                    address,
                    Integer.parseInt(parts.group(2)),
                    parts.group(3),
                    Optional.of(found.thumbprint()).filter(text -> https && !text.isEmpty()),
                    https ? found.store() : "",
                    https && (found.flags() & SNI) != 0));
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }

    static PoolState of(IisScripts.Pool pool) {
        return new PoolState(
                pool.name(),
                RunningState.of(pool.state()),
                pool.autoStart(),
                new PoolSettings(
                        pool.runtimeVersion(),
                        pool.integrated(),
                        pool.alwaysRunning(),
                        Duration.ofMinutes(pool.idleMinutes())),
                pool.variables().stream()
                        .filter(IisScripts.FoundVariable::shown)
                        .collect(Collectors.toMap(
                                IisScripts.FoundVariable::name, IisScripts.FoundVariable::value, (one, other) -> one)),
                pool.variables().stream()
                        .filter(Predicate.not(IisScripts.FoundVariable::shown))
                        .map(IisScripts.FoundVariable::name)
                        .collect(Collectors.toSet()));
    }
}
