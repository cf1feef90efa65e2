package io.emrops.testkit.sqlserver;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@link ScriptedSqlServer} for a test class; each test gets it with no rules and nothing received, and fails if a statement came
 * that it had no rule for.
 *
 * <pre>{@code
 * @ExtendWith(SqlServerExtension.class)
 * class AdmissionsTest {
 *     @Test
 *     void a_deadlock_is_tried_again(ScriptedSqlServer server) { … }
 * }
 * }</pre>
 *
 * <p>For a server with other settings it is registered with {@code @RegisterExtension}, in a static field.
 *
 * <p>A test that asks for a {@link SimulatedSqlServer} has an empty one of its own, which its {@code @BeforeEach} can ask for too; one that
 * {@code @BeforeAll} or the constructor has asked for is that of all tests of the class, and keeps its state from one to the next.
 */
public final class SqlServerExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SqlServerExtension.class);

    private final ScriptedSqlServer.Builder builder;

    /** A server without encryption. */
    public SqlServerExtension() {
        this(ScriptedSqlServer.builder());
    }

    /** A server of these settings. */
    public SqlServerExtension(ScriptedSqlServer.Builder builder) {
        this.builder = builder;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var server = ofClass(context).getStore(NAMESPACE).get(this, ScriptedSqlServer.class);
        if (server != null) {
            server.reset();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var server = ofClass(context).getStore(NAMESPACE).get(this, ScriptedSqlServer.class);
        // Another failure says more.
        if (server != null && context.getExecutionException().isEmpty()) {
            server.requireAllScripted();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == ScriptedSqlServer.class || type == SimulatedSqlServer.class;
    }

    /** JUnit closes each with what it belongs to. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == SimulatedSqlServer.class) {
            return context.getStore(NAMESPACE)
                    .computeIfAbsent(
                            SimulatedSqlServer.class, key -> SimulatedSqlServer.start(), SimulatedSqlServer.class);
        }
        return ofClass(context)
                .getStore(NAMESPACE)
                .computeIfAbsent(this, key -> builder.start(), ScriptedSqlServer.class);
    }

    private static ExtensionContext ofClass(ExtensionContext context) {
        var ofClass = context;
        while (ofClass.getTestMethod().isPresent() && ofClass.getParent().isPresent()) {
            ofClass = ofClass.getParent().get();
        }
        return ofClass;
    }
}
