package io.emrops.sqlserver.restore;

import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryState;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Says how far a recovery has come, and what would be done. Changes nothing. */
final class Watching {
    private final Instance instance;
    private final RecoveryPlan plan;
    private final PlanDetails details;

    Watching(Instance instance, RecoveryPlan plan) {
        this.instance = instance;
        this.plan = plan;
        this.details = PlanDetails.of(plan);
    }

    RecoveryState state(Secured secured) {
        var rolling = new Rolling(instance, plan, secured);
        var standing = instance.standing(plan);
        if (standing.database().isEmpty()) {
            return new RecoveryState(plan.request().isInPlace() ? Phase.UNCLEAR : Phase.NOT_BEGUN, 0);
        }
        var database = standing.database().get();
        var done = standing.done(rolling.steps());
        if (database.isOnline()) {
            return new RecoveryState(ofOpen(standing, rolling.steps(), secured), done);
        }
        if (details.keepsNoLog() && database.isOffline() && standing.restored().isEmpty()) {
            return new RecoveryState(Phase.SECURED, 0);
        }
        if (!database.isRestoring()) {
            return new RecoveryState(
                    !database.isBroken() || !standing.restored().isEmpty()
                            ? Phase.UNCLEAR
                            : secured.tail().isPresent() ? Phase.SECURED : Phase.NOT_BEGUN,
                    0);
        }
        if (secured.tail().filter(standing::isAsSecured).isPresent()) {
            return new RecoveryState(Phase.SECURED, 0);
        }
        return new RecoveryState(rolling.isAtTheMoment(standing, done) ? Phase.AT_THE_MOMENT : Phase.RESTORING, done);
    }

    private Phase ofOpen(Standing standing, Steps steps, Secured secured) {
        if (standing.isOpenAfter(steps)) {
            return Phase.OPEN;
        }
        if (!plan.request().isInPlace()) {
            return Phase.UNCLEAR;
        }
        var restored = standing.restored();
        if (restored.isEmpty()) {
            return Phase.NOT_BEGUN;
        }
        var last = restored.get(restored.size() - 1);
        var released = last.stopAt().isEmpty()
                && secured.tail()
                        .map(tail -> last.set().equals(Optional.of(UUID.fromString(tail.id()))))
                        .orElse(false);
        return released ? Phase.NOT_BEGUN : Phase.UNCLEAR;
    }

    List<String> preview() {
        var request = plan.request();
        var lines = new ArrayList<String>();
        if (request.isInPlace()) {
            var users = instance.databases()
                    .find(request.database())
                    .map(instance.databases()::usersOf)
                    .orElse(0);
            lines.add(request.database() + " is closed to its users; " + users
                    + (users == 1 ? " session is ended" : " sessions are ended"));
            lines.add(
                    details.keepsNoLog()
                            ? "It is taken offline. It keeps no log that could be backed up: what no backup holds is lost"
                                    + " for good when restoring begins, and there is no way back then"
                            : "The end of its log is backed up, which leaves it closed");
        } else if (plan.needsTail()) {
            lines.add("The log of " + request.database() + " is backed up; it stays open");
        }
        for (var source : plan.sources()) {
            lines.add("The " + source.kind().name().toLowerCase(Locale.ROOT) + " backup of " + source.finishedAt()
                    + " is restored to " + request.result() + ", from " + String.join(", ", source.files())
                    + (source.position() == 1 ? "" : ", set " + source.position()));
        }
        if (plan.needsTail()) {
            lines.add("The end of the log is restored");
        }
        details.stopAt()
                .ifPresent(stopAt -> lines.add("Every restore of a log stops at " + stopAt + " by the server's clock"));
        lines.add(request.result() + " is opened, if it is at "
                + (request.isToBackup() ? "the end of that backup" : "that moment"));
        return List.copyOf(lines);
    }
}
