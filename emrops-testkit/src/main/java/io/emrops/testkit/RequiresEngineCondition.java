package io.emrops.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** See {@link RequiresEngine}. */
final class RequiresEngineCondition implements ExecutionCondition {
    private static final Engines OF_THIS_MACHINE = new Engines(System.getenv(), EngineProbes.all(System.getenv()));

    private final Engines engines;

    /** For JUnit. */
    RequiresEngineCondition() {
        this(OF_THIS_MACHINE);
    }

    RequiresEngineCondition(Engines engines) {
        this.engines = engines;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return evaluate(context.getElement());
    }

    ConditionEvaluationResult evaluate(Optional<AnnotatedElement> element) {
        return AnnotationSupport.findAnnotation(element, RequiresEngine.class)
                .map(RequiresEngine::value)
                .map(engines::decide)
                .orElseGet(() -> ConditionEvaluationResult.enabled("needs no engine"));
    }
}
