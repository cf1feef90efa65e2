package io.emrops.core.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for the bodies of steps: virtual ones where Java has them, platform ones elsewhere. None is held by a wait. */
final class Threads {
    /** A thread costs more to keep than to make: most runs wait for much longer than a minute, or not at all. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private Threads() {}

    static ExecutorService forBodies() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invokeExact();
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return platform();
        } catch (Throwable e) {
            throw new IllegalStateException("Virtual threads are there and cannot be made", e);
        }
    }

    private static ExecutorService platform() {
        var number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), task -> {
                    var thread = new Thread(task, "emrops-run-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
