/** Load balancers, DNS updates, and what can be reached from this machine. */
module io.emrops.network {
    requires transitive io.emrops.api;
    requires static transitive org.jspecify;
    requires org.dnsjava;

    exports io.emrops.haproxy;
    exports io.emrops.rfc2136;
    exports io.emrops.vantage;
}
