package io.emrops.internal;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.StepContext;
import java.util.Objects;

/** See {@link Check#of}. */
public record DescribedCheck(String describe, Check look) implements Check {
    public DescribedCheck {
        Objects.requireNonNull(describe, "what");
        Objects.requireNonNull(look, "look");
    }

    @Override
    public Finding check(StepContext run) throws Exception {
        return look.check(run);
    }
}
