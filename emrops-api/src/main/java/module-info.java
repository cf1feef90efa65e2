/** What users of emrops write against and what providers implement. */
module io.emrops.api {
    requires static transitive org.jspecify;

    exports io.emrops;
    exports io.emrops.audit;
    exports io.emrops.backup;
    exports io.emrops.database;
    exports io.emrops.deploy;
    exports io.emrops.event;
    exports io.emrops.notice;
    exports io.emrops.recovery;
    exports io.emrops.spi;
    exports io.emrops.spi.page;
}
