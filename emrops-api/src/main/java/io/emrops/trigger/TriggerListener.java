package io.emrops.trigger;

/** Is told what happens to triggers. Called after it was written down; blocks the trigger meanwhile. */
@FunctionalInterface
public interface TriggerListener {
    void on(TriggerEvent event);
}
