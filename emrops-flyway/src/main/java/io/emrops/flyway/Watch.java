package io.emrops.flyway;

import io.emrops.Progress;
import io.emrops.database.Migration.State;
import java.util.Optional;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Hears which migration is being applied. */
final class Watch implements Callback {
    private final Progress progress;
    private final int pending;
    private int run;
    private Optional<String> running = Optional.empty();

    Watch(Progress progress, int pending) {
        this.progress = progress;
        this.pending = pending;
    }

    /** The one that was begun last; empty before the first. Whether it is applied, the history alone knows. */
    Optional<String> running() {
        return running;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        if (event == Event.BEFORE_EACH_MIGRATE) {
            var name =
                    History.migration(context.getMigrationInfo(), State.PENDING).toString();
            running = Optional.of(name);
            progress.report(run, pending, "migrations run, now " + name);
        } else {
            // It is not in the history yet, and what is run as a group can be rolled back as one.
            run++;
            progress.report(run, pending, "migrations run");
        }
    }

    @Override
    public String getCallbackName() {
        return "emrops";
    }
}
