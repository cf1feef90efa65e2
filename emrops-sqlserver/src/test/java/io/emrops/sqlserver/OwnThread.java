package io.emrops.sqlserver;

import java.util.concurrent.Executor;

/** A thread for each task: tasks that wait for one another must not share the common pool, which has one thread on two processors. */
public final class OwnThread {
    /** For what a test has done beside it. */
    public static final Executor EACH = task -> {
        var thread = new Thread(task, "beside-a-test");
        thread.setDaemon(true);
        thread.start();
    };

    private OwnThread() {}
}
