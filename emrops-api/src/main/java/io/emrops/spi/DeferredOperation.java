package io.emrops.spi;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Objects;
import java.util.function.Function;

/**
 * An operation that is chosen from inputs. Engines call {@link #choose} first and deal with what it gives; the other
 * methods do the same for callers that do not know about it.
 */
public final class DeferredOperation<T> implements Operation<T> {
    private final Output<T> output;
    private final Function<Inputs, ? extends Operation<T>> choose;

    public DeferredOperation(Output<T> output, Function<Inputs, ? extends Operation<T>> choose) {
        this.output = Objects.requireNonNull(output, "output");
        this.choose = Objects.requireNonNull(choose, "choose");
    }

    /** The operation for these inputs; never a deferred one. */
    public Operation<T> choose(Inputs in) {
        Operation<T> chosen = choose.apply(in);
        return chosen instanceof DeferredOperation<T> again ? again.choose(in) : chosen;
    }

    @Override
    public String describe() {
        return "Chosen from parameters and earlier results when its turn comes";
    }

    @Override
    public Output<T> output() {
        return output;
    }

    @Override
    public Target target() {
        throw new IllegalStateException("The target is known once the operation has been chosen");
    }

    @Override
    public Preview<T> preview(Inputs in) throws Exception {
        return choose(in).preview(in);
    }

    @Override
    public T execute(StepContext run) throws Exception {
        return choose(run).execute(run);
    }

    @Override
    public Probe<T> probe(StepContext run) throws Exception {
        return choose(run).probe(run);
    }

    @Override
    public Undoing<T> undoing() {
        return new Undoing.StatedLater<>();
    }

    @Override
    public String kind() {
        return "chosen";
    }
}
