package io.emrops.certificate;

import io.emrops.Progress;
import java.util.Objects;

/** Has a service load its certificate anew. Called after a new one was put into its place, and after an old one was put back; may be called again. */
public interface ServiceReload {
    /** What is done, in the imperative, without a full stop, such as "Reload nginx"; asks nobody. */
    String describe();

    /** Does it, and comes back when it is done; connections that there are should go on. Throws if the service refused. */
    void reload(Progress progress) throws Exception;

    /** What is done. */
    @FunctionalInterface
    interface Action {
        /** Does it. */
        void run(Progress progress) throws Exception;
    }

    /** A reload with a description. */
    static ServiceReload of(String what, Action action) {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(action, "action");
        return new ServiceReload() {
            @Override
            public String describe() {
                return what;
            }

            @Override
            public void reload(Progress progress) throws Exception {
                action.run(progress);
            }
        };
    }

    /** For a service that sees by itself that its files have changed. */
    static ServiceReload none() {
        return of("Wait for the service to see it", progress -> {});
    }
}
