package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one statement finds. */
final class StatementSurroundings implements Surroundings {
    private final Engine engine;
    private final String database;
    private final Variables variables;
    private final SessionFacts facts;
    private final OffsetDateTime now;

    StatementSurroundings(Conversation conversation, Variables variables, SessionFacts facts) {
        this.engine = conversation.engine();
        this.database = conversation.state().database();
        this.variables = variables;
        this.facts = facts;
        var instance = engine.instance();
        this.now = instance.now().atZone(instance.zone()).toOffsetDateTime();
    }

    @Override
    public int majorVersion() {
        return engine.instance().majorVersion();
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public OffsetDateTime now() {
        return now;
    }

    @Override
    public Optional<Known> variable(String name) {
        return variables.value(name);
    }

    @Override
    public Optional<Known> global(String name) {
        return facts.global(name);
    }

    @Override
    public Optional<Known> function(String name, List<@Nullable Object> arguments) {
        return facts.function(name, arguments);
    }

    @Override
    public SqlError message(int number, Object... values) {
        return engine.message(number, values);
    }
}
