package io.emrops.internal;

import io.emrops.Body;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;

/**
 * An author's own body, dressed as an operation so that engines deal with one kind of work. Nobody knows what it acts
 * on or would do.
 */
record AuthoredOperation<T>(String path, Output<T> output, Body<? extends T> body) implements Operation<T> {
    @Override
    public String describe() {
        return "";
    }

    @Override
    public Target target() {
        return new Target("step", path, "author's code");
    }

    @Override
    public Preview<T> preview(Inputs in) {
        return Preview.of();
    }

    @Override
    public T execute(StepContext run) throws Exception {
        return body.run(run);
    }

    @Override
    public Undoing<T> undoing() {
        return Undoing.statedByStep();
    }

    @Override
    public String kind() {
        return "body";
    }
}
