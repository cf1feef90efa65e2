package io.emrops.benchmarks.steps;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Temporal: a workflow with an activity for each step, on the server for tests, which keeps everything in memory. */
final class TemporalWorkflow implements Contestant {
    private static final String QUEUE = "steps";

    /** What a step does. */
    @ActivityInterface
    public interface Count {
        @ActivityMethod
        long step();
    }

    /** Steps in sequence. */
    @WorkflowInterface
    public interface Sequence {
        /**
         * Does steps, and returns how many were done.
         *
         * @param local whether the worker does the activities itself, and tells the server afterwards
         */
        @WorkflowMethod
        int run(int steps, boolean local);
    }

    /** One activity after the other. */
    public static final class SequenceOfActivities implements Sequence {
        @Override
        public int run(int steps, boolean local) {
            var count = local
                    ? Workflow.newLocalActivityStub(
                            Count.class,
                            LocalActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(StepRunbooks.TIMEOUT)
                                    .build())
                    : Workflow.newActivityStub(
                            Count.class,
                            ActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(StepRunbooks.TIMEOUT)
                                    .build());
            int done = 0;
            while (done < steps) {
                count.step();
                done++;
            }
            return done;
        }
    }

    private final Work work = new Work();
    private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
    private final int steps;
    private final boolean local;

    TemporalWorkflow(int steps, boolean local) {
        this.steps = steps;
        this.local = local;
        var worker = environment.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(SequenceOfActivities.class);
        worker.registerActivitiesImplementations((Count) work::step);
        environment.start();
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public void run() throws Exception {
        var workflow = environment
                .getWorkflowClient()
                .newWorkflowStub(
                        Sequence.class,
                        WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
        int done = work.expecting(steps, () -> workflow.run(steps, local));
        if (done != steps) {
            throw new IllegalStateException("The workflow tells of " + done + " steps, not " + steps);
        }
    }

    @Override
    public void close() {
        environment.close();
    }
}
