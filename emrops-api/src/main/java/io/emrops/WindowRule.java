package io.emrops;

/** A maintenance window that steps behind it keep to, while it is being defined. */
public interface WindowRule {
    /** What to do with a run that is under way when the window closes; finish without this. */
    WindowRule whenItCloses(WhenItCloses then);

    /** What a run does when its window closes under way. It always takes effect between steps. */
    enum WhenItCloses {
        /** Goes on to the end. */
        FINISH,
        /** Pauses; somebody resumes it. */
        PAUSE,
        /** Undoes what it did. */
        UNDO
    }
}
