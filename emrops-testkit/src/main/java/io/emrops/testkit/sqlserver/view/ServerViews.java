package io.emrops.testkit.sqlserver.view;

import java.time.Duration;
import java.time.OffsetDateTime;

/** The rows of the views about the server itself. */
final class ServerViews {
    private static final int FIRST_CERTIFICATE = 259;

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

    static void host(Viewer viewer, Rows rows) {
        rows.row();
    }

    static void certificates(Viewer viewer, Rows rows) {
        // The database's own have no keys, and those of users are in master.
        if (viewer.database().equalsIgnoreCase("master")) {
            var id = FIRST_CERTIFICATE;
            for (var name : viewer.instance().certificates()) {
                rows.row()
                        .set("name", name)
                        .set("certificate_id", id++)
                        .set("issuer_name", name)
                        .set("subject", name)
                        .set("thumbprint", Principals.sid(name));
            }
        }
    }
}
