package io.emrops.trigger;

/**
 * Thresholds that scaling is usually begun at. Each is a beginning: the verbs of {@link Trigger} change it.
 *
 * <pre>{@code
 * Triggers.cpu("api-cpu", "CPU of the API").sustainedFor(ofMinutes(10))
 * }</pre>
 */
public final class Triggers {
    private Triggers() {}

    /** More than 80 % of the processors for 5 minutes; over below 70 %. Readings in percent. */
    public static Trigger cpu(String id, String title) {
        return Trigger.of(id, title, Threshold.above(80, "%").endsBelow(70));
    }

    /** More than 90 % of the memory for 5 minutes; over below 80 %. Readings in percent. */
    public static Trigger memory(String id, String title) {
        return Trigger.of(id, title, Threshold.above(90, "%").endsBelow(80));
    }

    /** A 95th percentile of more than 500 ms for 5 minutes; over below 400 ms. Readings in milliseconds. */
    public static Trigger responseTime(String id, String title) {
        return Trigger.of(id, title, Threshold.above(500, "ms").endsBelow(400));
    }

    /** More than 100 in a queue for 5 minutes; over below 50. Readings are lengths. */
    public static Trigger queue(String id, String title) {
        return Trigger.of(id, title, Threshold.above(100, "").endsBelow(50));
    }

    /** More than 1 % errors for 5 minutes; over below 0.5 %. Readings in percent. */
    public static Trigger errors(String id, String title) {
        return Trigger.of(id, title, Threshold.above(1, "%").endsBelow(0.5));
    }
}
