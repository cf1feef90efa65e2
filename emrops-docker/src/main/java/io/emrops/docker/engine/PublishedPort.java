package io.emrops.docker.engine;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a TCP port of a running container is reached from outside.
 *
 * @param inside the port in the container
 * @param address of the host that it is bound to, such as {@code 127.0.0.1} or {@code 0.0.0.0}
 * @param outside the port of the host
 */
public record PublishedPort(int inside, String address, int outside) {
    static List<PublishedPort> of(@Nullable NetworkSettings settings) {
        var ports = settings == null ? null : settings.getPorts();
        var bindings = ports == null ? Map.<ExposedPort, Ports.Binding[]>of() : ports.getBindings();
        var found = new ArrayList<PublishedPort>();
        bindings.forEach((exposed, bound) -> {
            if (bound != null && exposed.getProtocol() == InternetProtocol.TCP) {
                for (var binding : bound) {
                    add(exposed.getPort(), binding, found);
                }
            }
        });
        found.sort(Comparator.comparingInt(PublishedPort::inside).thenComparing(PublishedPort::address));
        return List.copyOf(found);
    }

    private static void add(int inside, Ports.Binding binding, List<PublishedPort> to) {
        var port = binding.getHostPortSpec();
        if (port != null && port.matches("[1-9]\\d{0,4}")) {
            to.add(new PublishedPort(
                    inside, Objects.requireNonNullElse(binding.getHostIp(), ""), Integer.parseInt(port)));
        }
    }

    /** Whether it is bound to all addresses of the host, and so to none that could be given to others. */
    public boolean isOnAllAddresses() {
        return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
    }
}
