package io.emrops.testkit.sqlserver.view;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The rows of the views about the server itself. */
final class ServerViews {
    private static final int FIRST_CERTIFICATE = 259;
    private static final int PROCESSORS = 4;

    private ServerViews() {}

    static void configurations(Viewer viewer, Rows rows) {
        for (var option : Configuration.ALL) {
            rows.row()
                    .set("configuration_id", option.id())
                    .set("name", option.name())
                    .set("value", option.value())
                    .set("minimum", option.least())
                    .set("maximum", option.most())
                    .set("value_in_use", option.value())
                    .set("description", option.description())
                    .set("is_dynamic", option.dynamic())
                    .set("is_advanced", option.advanced());
        }
    }

    static void servers(Viewer viewer, Rows rows) {
        var name = viewer.instance().name();
        rows.row()
                .set("name", name)
                .set("data_source", name)
                .set("modify_date", viewer.local(viewer.instance().started()));
    }

    static void services(Viewer viewer, Rows rows) {
        var instance = viewer.instance();
        rows.row()
                .set(
                        "servicename",
                        "SQL Server (" + Properties.instanceName(instance).orElse("MSSQLSERVER") + ")")
                .set("last_startup_time", OffsetDateTime.ofInstant(instance.started(), instance.zone()));
    }

    static void system(Viewer viewer, Rows rows) {
        var instance = viewer.instance();
        var running = Duration.between(instance.started(), instance.now());
        rows.row()
                .set("cpu_ticks", running.toNanos())
                .set("ms_ticks", running.toMillis())
                .set("sqlserver_start_time", viewer.local(instance.started()));
    }

    static void schedulers(Viewer viewer, Rows rows) {
        for (var number = 0; number < PROCESSORS; number++) {
            rows.row()
                    .set("scheduler_address", SessionViews.address(number))
                    .set("scheduler_id", number)
                    .set("cpu_id", number);
        }
    }

    static void host(Viewer viewer, Rows rows) {
        rows.row();
    }

    /** The page says nothing of a zone; certificates are in UTC: unverified. */
    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    static void certificates(Viewer viewer, Rows rows) {
        // The database's own have no keys, and those of users are in master.
        if (viewer.database().equalsIgnoreCase("master")) {
            var id = FIRST_CERTIFICATE;
            for (var certificate : viewer.instance().certificates()) {
                rows.row()
                        .set("name", certificate.name())
                        .set("certificate_id", id++)
                        .set("issuer_name", certificate.name())
                        .set("subject", certificate.name())
                        .set("expiry_date", utc(certificate.until()))
                        .set("start_date", utc(certificate.from()))
                        .set("thumbprint", certificate.thumbprint())
                        .set(
                                "pvt_key_last_backup_date",
                                viewer.localOrNull(certificate.keyBackedUp().orElse(null)));
            }
        }
    }
}
