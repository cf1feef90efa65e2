package io.emrops.testkit.sqlserver.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What sessions are doing at the moment, one thing each. Guarded by its instance. */
final class Activities {
    private final Map<Integer, Activity> bySession = new TreeMap<>();

    /** What one session is doing. */
    static final class Activity {
        private final Caller caller;
        private final String command;
        private final @Nullable LongOperation operation;
        private final String target;
        private final Instant started;
        private int percent;
        private String waitType = "";
        private OptionalInt blockedBy = OptionalInt.empty();
        private boolean over;

        private Activity(
                Caller caller, String command, @Nullable LongOperation operation, String target, Instant started) {
            this.caller = caller;
            this.command = command;
            this.operation = operation;
            this.target = target;
            this.started = started;
        }

        String command() {
            return command;
        }

        /** Null for one that only waits. */
        @Nullable
        LongOperation operation() {
            return operation;
        }

        boolean worksOn(String database) {
            return target.equalsIgnoreCase(database);
        }

        int spid() {
            return caller.spid();
        }

        void percent(int now) {
            percent = now;
        }

        void waits(String type, int blocker) {
            waitType = type;
            blockedBy = OptionalInt.of(blocker);
        }

        /** Whether it has come to its end, or was stopped. */
        boolean isOver() {
            return over;
        }

        private RunningRequest at(Instant now) {
            var measured = operation != null && operation.isMeasured();
            return new RunningRequest(
                    caller.spid(),
                    caller.login(),
                    command,
                    caller.database(),
                    target,
                    started,
                    measured ? percent : 0,
                    measured ? remaining(now) : Optional.empty(),
                    waitType,
                    blockedBy);
        }

        private Optional<Duration> remaining(Instant now) {
            return percent == 0
                    ? Optional.empty()
                    : Optional.of(Duration.between(started, now)
                            .multipliedBy(100L - percent)
                            .dividedBy(percent));
        }
    }

    /** A session waits until it can begin. */
    Activity begin(Caller caller, String command, String target, Instant now) {
        return add(new Activity(caller, command, null, target, now));
    }

    Activity begin(Caller caller, LongOperation operation, String target, Instant now) {
        return add(new Activity(caller, operation.command(), operation, target, now));
    }

    private Activity add(Activity activity) {
        bySession.put(activity.spid(), activity);
        return activity;
    }

    void end(Activity activity) {
        activity.over = true;
        bySession.remove(activity.spid(), activity);
    }

    /** If it is not over yet, it is now. */
    void stop(Activity activity) {
        if (!activity.over) {
            end(activity);
            if (activity.operation != null) {
                activity.operation.stop(activity.percent);
            }
        }
    }

    /** The session has ended. */
    void stop(int spid) {
        var activity = bySession.get(spid);
        if (activity != null) {
            stop(activity);
        }
    }

    /** The sessions that work on this database. */
    List<Integer> workingOn(String database) {
        return bySession.values().stream()
                .filter(activity -> activity.operation != null && activity.worksOn(database))
                .map(Activity::spid)
                .toList();
    }

    /** What of this kind is being done. */
    <O extends LongOperation> List<O> operations(Class<O> kind) {
        return bySession.values().stream()
                .map(Activity::operation)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    List<RunningRequest> requests(Instant now) {
        return bySession.values().stream().map(activity -> activity.at(now)).toList();
    }
}
