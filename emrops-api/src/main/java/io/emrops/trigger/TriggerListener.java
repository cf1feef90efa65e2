package io.emrops.trigger;

/** Is told what happens to triggers. Called after it was written down, if it could be; blocks the trigger meanwhile. */
@FunctionalInterface
public interface TriggerListener {
    void on(TriggerEvent event);
}
