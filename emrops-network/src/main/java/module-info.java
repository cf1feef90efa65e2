/** Load balancers and DNS updates. */
module io.emrops.network {
    requires transitive io.emrops.api;
    requires static transitive org.jspecify;
    requires org.dnsjava;

    exports io.emrops.haproxy;
    exports io.emrops.rfc2136;
}
