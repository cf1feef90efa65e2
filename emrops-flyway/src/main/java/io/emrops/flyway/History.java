package io.emrops.flyway;

import io.emrops.database.Migration;
import io.emrops.database.Migration.State;
import io.emrops.database.SchemaState;
import java.util.ArrayList;
import java.util.Date;
import java.util.Optional;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/** What Flyway's history says, in the words of the api. */
final class History {
    private History() {}

    static SchemaState of(MigrationInfoService service) {
        var all = new ArrayList<Migration>();
        for (var info : service.all()) {
            state(info).map(state -> migration(info, state)).ifPresent(all::add);
        }
        var current = service.current();
        var version = current == null || current.getVersion() == null
                ? ""
                : current.getVersion().getVersion();
        return new SchemaState(version, all);
    }

    static Migration migration(MigrationInfo info, State state) {
        return new Migration(
                info.getVersion() == null ? "" : info.getVersion().getVersion(),
                info.getDescription() == null ? "" : info.getDescription(),
                state,
                Optional.ofNullable(info.getInstalledOn()).map(Date::toInstant));
    }

    /** Empty for what is no part of the schema, and will not become one. */
    private static Optional<State> state(MigrationInfo info) {
        return switch (info.getState()) {
            case PENDING -> Optional.of(State.PENDING);
            case SUCCESS, OUT_OF_ORDER ->
                Optional.of(info.isVersioned() && !info.isChecksumMatching() ? State.CHANGED : State.APPLIED);
            // Of a newer version of the application: Flyway lets it be.
            case BASELINE, FUTURE_SUCCESS -> Optional.of(State.APPLIED);
            case FAILED, MISSING_FAILED, FUTURE_FAILED -> Optional.of(State.FAILED);
            case MISSING_SUCCESS -> Optional.of(State.MISSING);
            case IGNORED -> Optional.of(State.SKIPPED);
            case ABOVE_TARGET, BELOW_BASELINE, BASELINE_IGNORED, UNDONE, AVAILABLE, OUTDATED, SUPERSEDED, DELETED ->
                Optional.empty();
        };
    }
}
