package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.instance.LogShipping;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of msdb's tables about log shipping: those of the primary on the primary, those of the secondary on the secondary. */
final class ShippingViews {
    private ShippingViews() {}

    private static List<LogShipping> from(Viewer viewer) {
        return viewer.instance().history().shippings().stream()
                .filter(shipping -> shipping.primary() == viewer.instance())
                .toList();
    }

    private static List<LogShipping> to(Viewer viewer) {
        return viewer.instance().history().shippings().stream()
                .filter(shipping -> shipping.secondary() == viewer.instance())
                .toList();
    }

    static void primaries(Viewer viewer, Rows rows) {
        for (var shipping : from(viewer)) {
            rows.row()
                    .set("primary_id", shipping.primaryId())
                    .set("primary_database", shipping.database())
                    .set("backup_directory", LogShipping.SHARE)
                    .set("backup_share", LogShipping.SHARE)
                    .set("monitor_server", shipping.primary().name())
                    .set("last_backup_file", file(shipping.backedUp()))
                    .set("last_backup_date", local(viewer, shipping.backedUp()));
        }
    }

    static void monitoredPrimaries(Viewer viewer, Rows rows) {
        for (var shipping : from(viewer)) {
            rows.row()
                    .set("primary_id", shipping.primaryId())
                    .set("primary_server", shipping.primary().name())
                    .set("primary_database", shipping.database())
                    .set("last_backup_file", file(shipping.backedUp()))
                    .set("last_backup_date", local(viewer, shipping.backedUp()))
                    .set("last_backup_date_utc", utc(shipping.backedUp()));
        }
    }

    static void secondaries(Viewer viewer, Rows rows) {
        for (var shipping : to(viewer)) {
            rows.row()
                    .set("secondary_id", shipping.secondaryId())
                    .set("primary_server", shipping.primary().name())
                    .set("primary_database", shipping.database())
                    .set("backup_source_directory", LogShipping.SHARE)
                    .set("backup_destination_directory", LogShipping.COPIES)
                    .set("monitor_server", shipping.secondary().name())
                    .set("last_copied_file", file(shipping.copied()))
                    .set("last_copied_date", local(viewer, shipping.copied()));
        }
    }

    static void secondaryDatabases(Viewer viewer, Rows rows) {
        for (var shipping : to(viewer)) {
            rows.row()
                    .set("secondary_database", shipping.database())
                    .set("secondary_id", shipping.secondaryId())
                    .set("restore_mode", shipping.isReadable())
                    .set("last_restored_file", file(shipping.restored()))
                    .set("last_restored_date", local(viewer, shipping.restored()));
        }
    }

    static void monitoredSecondaries(Viewer viewer, Rows rows) {
        for (var shipping : to(viewer)) {
            rows.row()
                    .set("secondary_server", shipping.secondary().name())
                    .set("secondary_database", shipping.database())
                    .set("secondary_id", shipping.secondaryId())
                    .set("primary_server", shipping.primary().name())
                    .set("primary_database", shipping.database())
                    .set("last_copied_file", file(shipping.copied()))
                    .set("last_copied_date", local(viewer, shipping.copied()))
                    .set("last_copied_date_utc", utc(shipping.copied()))
                    .set("last_restored_file", file(shipping.restored()))
                    .set("last_restored_date", local(viewer, shipping.restored()))
                    .set("last_restored_date_utc", utc(shipping.restored()))
                    .set(
                            "last_restored_latency",
                            shipping.latency()
                                    .map(Duration::toMinutes)
                                    .map(Long::intValue)
                                    .orElse(null));
        }
    }

    private static @Nullable String file(LogShipping.Done done) {
        return done.file().isEmpty() ? null : done.file();
    }

    private static @Nullable LocalDateTime local(Viewer viewer, LogShipping.Done done) {
        return done.file().isEmpty() ? null : viewer.local(done.at());
    }

    private static @Nullable LocalDateTime utc(LogShipping.Done done) {
        return done.file().isEmpty() ? null : LocalDateTime.ofInstant(done.at(), ZoneOffset.UTC);
    }
}
