package io.emrops.flyway;

import io.emrops.database.Migration;
import io.emrops.database.Migration.State;
import io.emrops.database.SchemaState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;

/** What Flyway's history says, in the words of the api. */
final class History {
    private History() {}

    static SchemaState of(MigrationInfoService service) {
        var all = new ArrayList<Migration>();
        for (var info : service.all()) {
            state(info).map(state -> migration(info, state)).ifPresent(all::add);
        }
        // What Flyway calls current may be one that failed.
        var version = Stream.of(service.all())
                .filter(info -> info.getState().isApplied() && !info.getState().isFailed())
                .flatMap(info -> Stream.ofNullable(info.getVersion()))
                .max(Comparator.naturalOrder())
                .map(MigrationVersion::getVersion)
                .orElse("");
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
