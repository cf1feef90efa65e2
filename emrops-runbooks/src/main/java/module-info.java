/** Ready-made runbooks: procedures every hospital has, to be configured with its own providers and checks. */
module io.emrops.runbooks {
    requires transitive io.emrops.api;
    requires io.emrops.core;
    requires static transitive org.jspecify;

    exports io.emrops.runbooks;
}
