/** What an operator sees of a run in a terminal, and answers there. */
module io.emrops.terminal {
    requires transitive io.emrops.api;
    requires static transitive org.jspecify;
    requires io.emrops.core;
    requires org.jline.terminal;

    exports io.emrops.terminal;
}
