/** What users of emrops write against and what providers implement. */
module io.emrops.api {
    requires static transitive org.jspecify;

    exports io.emrops;
    exports io.emrops.audit;
    exports io.emrops.backup;
    exports io.emrops.cache;
    exports io.emrops.certificate;
    exports io.emrops.database;
    exports io.emrops.deploy;
    exports io.emrops.diagnostics;
    exports io.emrops.dns;
    exports io.emrops.event;
    exports io.emrops.logs;
    exports io.emrops.maintenance;
    exports io.emrops.metrics;
    exports io.emrops.network;
    exports io.emrops.notice;
    exports io.emrops.reachability;
    exports io.emrops.recovery;
    exports io.emrops.replication;
    exports io.emrops.scaling;
    exports io.emrops.spi;
    exports io.emrops.spi.file;
    exports io.emrops.spi.log;
    exports io.emrops.spi.page;
    exports io.emrops.trigger;
    exports io.emrops.weblog;
}
