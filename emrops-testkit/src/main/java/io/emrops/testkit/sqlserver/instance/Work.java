package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Activities.Activity;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does operations for a client: with the instance's lock where something is looked at or changed, without it while time passes. */
final class Work {
    private static final int ALL = 100;

    private final Instance instance;
    private final Activities activities;
    private final Pace pace;
    private final Caller caller;
    private final Client client;

    Work(Instance instance, Activities activities, Pace pace, Caller caller, Client client) {
        this.instance = instance;
        this.activities = activities;
        this.pace = pace;
        this.caller = caller;
        this.client = client;
    }

    Client client() {
        return client;
    }

    /** Something that is done at once, if nobody is in the way. */
    @FunctionalInterface
    interface Attempt<T> {
        /** With the instance's lock held. */
        T make() throws Refusal, OthersInside;
    }

    /** Does something at once, or waits until those have left that are in its way. */
    <T> T waitingFor(String command, Attempt<T> attempt) throws Refusal, IOException {
        @Nullable Activity waiting = null;
        try {
            while (true) {
                List<Integer> inTheWay;
                synchronized (instance) {
                    try {
                        return attempt.make();
                    } catch (OthersInside e) {
                        inTheWay = e.sessions();
                        waiting = waiting == null ? activities.begin(caller, command, "", instance.now()) : waiting;
                        waiting.waits("LCK_M_X", inTheWay.get(0));
                    }
                }
                client.waitFor(inTheWay);
                requireGoingOn(waiting);
            }
        } finally {
            if (waiting != null) {
                synchronized (instance) {
                    activities.end(waiting);
                }
            }
        }
    }

    Outcome run(LongOperation operation) throws Refusal, IOException {
        var activity = waitingFor(operation.command(), () -> {
            var target = operation.begin();
            return activities.begin(caller, operation, target, instance.now());
        });
        try {
            for (var percent = 0; percent <= ALL; percent++) {
                goOn(activity, percent);
                report(operation.reportsEvery(), percent);
            }
            synchronized (instance) {
                requireGoingOn(activity);
                var outcome = operation.finish();
                activities.end(activity);
                return outcome;
            }
        } finally {
            synchronized (instance) {
                activities.stop(activity);
            }
        }
    }

    private void goOn(Activity activity, int percent) throws Refusal, IOException {
        var step = pace.durationOfOperations().dividedBy(ALL);
        if (percent > 0 && !step.isZero()) {
            client.pause(step);
        }
        synchronized (instance) {
            requireGoingOn(activity);
            activity.percent(percent);
        }
        var hold = pace.takeHold(activity.command(), percent);
        if (hold.isPresent()) {
            client.await(hold.get().arrive());
        }
    }

    private void report(int every, int percent) throws IOException {
        if (every > 0 && percent > 0 && (percent % every == 0 || percent == ALL)) {
            client.hear(instance.message(3211, percent));
        }
    }

    /** @throws Refusal if somebody has ended the session */
    private void requireGoingOn(Activity activity) throws Refusal {
        synchronized (instance) {
            if (activity.isOver()) {
                throw instance.refusal(596);
            }
        }
    }
}
