/** Load balancers. */
module io.emrops.network {
    requires transitive io.emrops.api;
    requires static transitive org.jspecify;

    exports io.emrops.haproxy;
}
