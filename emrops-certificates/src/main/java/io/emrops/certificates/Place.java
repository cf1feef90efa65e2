package io.emrops.certificates;

import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.ServiceReload;
import io.emrops.network.Endpoint;
import java.util.List;
import java.util.Objects;

/**
 * Where a service has its certificate, and the servers that show it from there.
 *
 * @param reload has those servers load it
 */
record Place(CertificateStore store, ServiceReload reload, List<Endpoint> servers) {
    Place {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(reload, "reload");
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException(
                    "A place has at least one server, or nothing would prove that the certificate is served");
        }
    }
}
