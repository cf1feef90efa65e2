package io.emrops.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs, or ran, of an application: enough to bring exactly this back. It is journalled, so the variables hold no
 * secrets.
 *
 * @param version what people call it; empty if it is not known
 * @param services the services that run, by name
 * @param variables the settings it was started with and has to be started with again
 * @param since when it was rolled out, by the platform's clock as far as it tells
 */
public record Release(String version, List<Service> services, Map<String, String> variables, Instant since) {
    public Release {
        Objects.requireNonNull(version, "version");
        services = List.copyOf(services);
        variables = Map.copyOf(variables);
        Objects.requireNonNull(since, "since");
    }

    /** Nothing runs. */
    public static Release nothing(Instant since) {
        return new Release("", List.of(), Map.of(), since);
    }

    /** Whether nothing runs. */
    public boolean isNothing() {
        return services.isEmpty();
    }

    /** A service by its name. */
    public Optional<Service> service(String name) {
        return services.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** Whether the same images run in the same number, whatever they are called and since when. */
    public boolean runsTheSameAs(Release other) {
        return services.equals(other.services);
    }
}
