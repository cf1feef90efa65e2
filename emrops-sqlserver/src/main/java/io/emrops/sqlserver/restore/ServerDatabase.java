package io.emrops.sqlserver.restore;

import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.recovery.LiveDatabase;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A database as the server shows it now, from "sys.databases", "sys.database_recovery_status" and "sys.master_files".
 *
 * @param id the server's number of it
 * @param created when, by the server's clock
 * @param name as the server spells it
 * @param state such as ONLINE, RESTORING
 * @param access such as MULTI_USER
 * @param model such as FULL
 * @param snapshot whether it is one of another
 * @param standby whether it is read between two restores
 * @param grouped whether it is in an availability group or mirrored
 * @param trustworthy whether it is marked so; a restore takes that away
 * @param broker whether Service Broker is on; a restore takes that away
 * @param family empty while it is not open
 * @param forks empty while it is not open
 * @param lastLogBackup where the next log backup begins
 * @param files where it lies
 * @param redoFrom from where it would be rolled forward; empty unless it is restoring
 */
record ServerDatabase(
        int id,
        Optional<LocalDateTime> created,
        String name,
        String state,
        String access,
        String model,
        boolean snapshot,
        boolean standby,
        boolean grouped,
        boolean trustworthy,
        boolean broker,
        Optional<UUID> family,
        Optional<Forks> forks,
        Optional<Lsn> lastLogBackup,
        List<String> files,
        Optional<Lsn> redoFrom) {
    boolean isOnline() {
        return state.equals("ONLINE");
    }

    boolean isRestoring() {
        return state.equals("RESTORING");
    }

    /** Not open, but its log may still be readable. */
    boolean isBroken() {
        return state.equals("SUSPECT") || state.equals("RECOVERY_PENDING");
    }

    boolean isOffline() {
        return state.equals("OFFLINE");
    }

    /** Whether there is no log chain that its end could go on. */
    boolean keepsNoLog() {
        return model.equals("SIMPLE") || isOnline() && lastLogBackup.isEmpty();
    }

    boolean isMultiUser() {
        return access.equals("MULTI_USER");
    }

    Optional<LiveDatabase> live() {
        if (!isOnline() || standby || family.isEmpty() || forks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LiveDatabase(
                name, family.get(), forks.get(), LiveDatabase.Model.valueOf(model), true, lastLogBackup));
    }
}
