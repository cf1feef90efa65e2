package io.emrops;

/**
 * The work of a step that has a result.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface Body<T> {
    /**
     * Does the work. An interrupt asks to stop soon and to throw {@link InterruptedException}: the step is then in doubt,
     * as it is after a timeout. {@link TargetUnavailableException} says that nothing was applied and a retry may help;
     * {@link PreconditionFailedException} that nothing was changed and a retry will not; anything else, that the target
     * may be half changed.
     */
    T run(StepContext run) throws Exception;
}
