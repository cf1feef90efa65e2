/** The engine, the journal, reports, and operations that need no provider. */
module io.emrops.core {
    requires transitive io.emrops.api;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires io.github.resilience4j.bulkhead;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core;
    requires io.github.resilience4j.ratelimiter;
    requires java.net.http;
    requires transitive java.sql;
    requires jdk.management;
    requires org.slf4j;

    exports io.emrops.core;
    exports io.emrops.core.backup;
    exports io.emrops.core.command;
    exports io.emrops.core.database;
    exports io.emrops.core.encryption;
    exports io.emrops.core.files;
    exports io.emrops.core.guard;
    exports io.emrops.core.health;
    exports io.emrops.core.http;
    exports io.emrops.core.inbox;
    exports io.emrops.core.journal;
    exports io.emrops.core.lock;
    exports io.emrops.core.secret;
    exports io.emrops.core.terminal;
    exports io.emrops.core.time;
    exports io.emrops.core.trigger;
    exports io.emrops.core.weblog;

    // Records of the journal, reports, and results of operations, are written and read by Jackson.
    opens io.emrops.core.command to
            com.fasterxml.jackson.databind;
    opens io.emrops.core.files to
            com.fasterxml.jackson.databind;
    opens io.emrops.core.history to
            com.fasterxml.jackson.databind;
    opens io.emrops.core.report to
            com.fasterxml.jackson.databind;
}
