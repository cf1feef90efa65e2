/** Load balancers, and what can be reached from this machine. */
module io.emrops.network {
    requires transitive io.emrops.api;
    requires static transitive org.jspecify;

    exports io.emrops.haproxy;
    exports io.emrops.vantage;
}
