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
        server(context).reset();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        // Another failure says more.
        if (context.getExecutionException().isEmpty()) {
            server(context).requireAllScripted();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ScriptedSqlServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server(context);
    }

    /** JUnit closes it with the class. */
    private ScriptedSqlServer server(ExtensionContext context) {
        var ofClass = context;
        while (ofClass.getTestMethod().isPresent() && ofClass.getParent().isPresent()) {
            ofClass = ofClass.getParent().get();
        }
        return ofClass.getStore(NAMESPACE).computeIfAbsent(this, key -> builder.start(), ScriptedSqlServer.class);
    }
}
