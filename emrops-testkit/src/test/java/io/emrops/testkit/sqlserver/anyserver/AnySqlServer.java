package io.emrops.testkit.sqlserver.anyserver;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link SqlServerUnderTest}: the simulated one, or, with the system property {@code emrops.sqlserver=container}, Microsoft's own
 * in a container. What such a test claims holds for both. Where the container cannot be had, the test is skipped by name; unless
 * {@code EMROPS_REQUIRE} lists {@code sqlserver}: then it fails.
 */
public final class AnySqlServer implements ExecutionCondition, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(AnySqlServer.class);

    /** Whether the server is Microsoft's. */
    public static boolean isReal() {
        return System.getProperty("emrops.sqlserver", "simulated").equals("container");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SqlServerUnderTest.class;
    }

    /** A simulated one lives as long as its class, a real one as long as the tests. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (!isReal()) {
            return ofClass(context)
                    .getStore(NAMESPACE)
                    .computeIfAbsent("server", key -> new SimulatedUnderTest(), SqlServerUnderTest.class);
        }
        return Objects.requireNonNull(container(context).server, "no test runs without it");
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!isReal()) {
            return ConditionEvaluationResult.enabled("simulated");
        }
        var container = container(context);
        if (container.server == null && isRequired()) {
            throw new IllegalStateException("required, but absent: " + container.reason);
        }
        return container.server == null
                ? ConditionEvaluationResult.disabled(container.reason)
                : ConditionEvaluationResult.enabled(ContainerUnderTest.IMAGE);
    }

    private static Container container(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent("server", key -> start(), Container.class);
    }

    private static ExtensionContext ofClass(ExtensionContext context) {
        var ofClass = context;
        while (ofClass.getTestMethod().isPresent() && ofClass.getParent().isPresent()) {
            ofClass = ofClass.getParent().get();
        }
        return ofClass;
    }

    /** Tried once. */
    private static Container start() {
        try {
            return new Container(new ContainerUnderTest(), "");
        } catch (RuntimeException | ExceptionInInitializerError e) {
            return new Container(null, ContainerUnderTest.IMAGE + " cannot be had: " + e.getMessage());
        }
    }

    private static boolean isRequired() {
        return List.of(System.getenv().getOrDefault("EMROPS_REQUIRE", "").split(","))
                .contains("sqlserver");
    }

    private record Container(@Nullable SqlServerUnderTest server, String reason) implements AutoCloseable {
        @Override
        public void close() {
            if (server != null) {
                server.close();
            }
        }
    }
}
