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
        private final String target;
        private final Instant started;
        private int percent;
        private String waitType = "";
        private OptionalInt blockedBy = OptionalInt.empty();

        private Activity(Caller caller, String command, String target, Instant started) {
            this.caller = caller;
            this.command = command;
            this.target = target;
            this.started = started;
        }

        String command() {
            return command;
        }

        String target() {
            return target;
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

        void goesOn() {
            waitType = "";
            blockedBy = OptionalInt.empty();
        }

        private RunningRequest at(Instant now) {
            return new RunningRequest(
                    caller.spid(),
                    caller.login(),
                    command,
                    caller.database(),
                    target,
                    started,
                    percent,
                    remaining(now),
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

    Activity begin(Caller caller, String command, String target, Instant now) {
        var activity = new Activity(caller, command, target, now);
        bySession.put(caller.spid(), activity);
        return activity;
    }

    void end(Activity activity) {
        bySession.remove(activity.spid(), activity);
    }

    @Nullable
    Activity of(int spid) {
        return bySession.get(spid);
    }

    List<Activity> all() {
        return List.copyOf(bySession.values());
    }

    List<RunningRequest> requests(Instant now) {
        return bySession.values().stream().map(activity -> activity.at(now)).toList();
    }
}
