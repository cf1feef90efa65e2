package io.emrops.core.health;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.StepContext;

/** A check with a description. */
record Measured(String describe, Check check) implements Check {
    @Override
    public Finding check(StepContext run) throws Exception {
        return check.check(run);
    }

    @Override
    public String toString() {
        return describe;
    }
}
