package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.engine.Raised.Reach;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.syntax.SchemaChange;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.translation.Assignments;
import io.emrops.testkit.sqlserver.translation.RowPlan;
import io.emrops.testkit.sqlserver.translation.RowTranslator;
import io.emrops.testkit.sqlserver.translation.SchemaPlan;
import io.emrops.testkit.sqlserver.translation.SchemaTranslator;
import io.emrops.testkit.sqlserver.translation.TranslatedQuery;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Queries, changes of rows and changes of tables. */
final class RowStatements {
    private final Conversation conversation;
    private final Variables variables;
    private final StatementRunner runner;

    RowStatements(Conversation conversation, Variables variables, StatementRunner runner) {
        this.conversation = conversation;
        this.variables = variables;
        this.runner = runner;
    }

    void select(Statement.Select select) throws Raised, IOException {
        var first = firstSelect(select.query().body());
        if (readsTables(first)) {
            conversation.control().touchTransaction();
        }
        long rows;
        if (first != null && first.items().stream().anyMatch(Query.Assignment.class::isInstance)) {
            rows = assign(select);
        } else if (first != null && first.into().isPresent()) {
            rows = into(select, first.into().get());
            return;
        } else {
            conversation.control().statement("SELECT");
            rows = runner.run("SELECT", select.line(), surroundings -> {
                var query = runner.queries(surroundings).translate(select);
                return send(query);
            });
        }
        conversation.settings().rowCount(rows);
    }

    private static boolean readsTables(Query.@Nullable Select select) {
        return select == null || !select.from().isEmpty();
    }

    private static Query.@Nullable Select firstSelect(Query.Body body) {
        if (body instanceof Query.Select select) {
            return select;
        } else if (body instanceof Query.Nested nested) {
            return firstSelect(nested.body());
        }
        return null;
    }

    private long send(TranslatedQuery query) throws SQLException, IOException {
        var reply = conversation.reply();
        if (conversation.settings().isOn("FMTONLY")) {
            reply.columns(query.columns());
            return 0;
        }
        var session = conversation.session();
        try (var statement = session.prepareToStream(query.statement());
                var rows = statement.executeQuery()) {
            reply.columns(query.columns());
            return Results.send(rows, query.columns(), reply);
        }
    }

    private long assign(Statement.Select select) throws Raised, IOException {
        return runner.run("SELECT", select.line(), surroundings -> {
            var queries = runner.queries(surroundings);
            var assignments = queries.assignments(select);
            var rows = runner.rows(assignments.rows());
            for (List<@Nullable Object> row : rows) {
                for (var step : assignments.steps()) {
                    if (step instanceof Assignments.Taken taken) {
                        variables.set(taken.variable(), row.get(taken.column()));
                    } else if (step instanceof Assignments.Folded folded) {
                        var known =
                                StatementRunner.known(row, assignments.rows().columns());
                        variables.set(folded.variable(), runner.value(queries.folded(folded, known)));
                    }
                }
            }
            return (long) rows.size();
        });
    }

    private long into(Statement.Select select, ObjectName table) throws Raised, IOException {
        conversation.control().touchTransaction();
        conversation.control().statement("SELECT INTO");
        var count = runner.run("SELECT INTO", select.line(), surroundings -> {
            var query = runner.queries(surroundings).translate(select);
            var made = schemas(surroundings).create(table, query.columns(), select.line());
            requireWritable(made);
            conversation.session().access().requireDefine(made);
            apply(made);
            var plan = rows(surroundings).fill(table, query, select.line());
            conversation.session().target(plan.table().objectId());
            return write(plan);
        });
        finish(count);
        return count;
    }

    void change(RowChange change) throws Raised, IOException {
        conversation.control().touchTransaction();
        var kind = kind(change);
        conversation.control().statement(kind);
        if (conversation.settings().isOn("FMTONLY")) {
            return;
        }
        var numbered = new boolean[1];
        var truncated = change instanceof RowChange.Truncate;
        var count = runner.run(kind, change.line(), surroundings -> {
            var plan = rows(surroundings).translate(change);
            conversation.session().target(plan.table().objectId());
            requireWritable(plan);
            conversation.session().access().requireChange(plan);
            numbered[0] = plan.numbers();
            return write(plan);
        });
        if (numbered[0] && count > 0) {
            lastIdentity().ifPresent(conversation.session()::generatedKey);
        }
        if (truncated) {
            conversation.reply().done();
            conversation.settings().rowCount(0);
        } else {
            finish(count);
        }
    }

    private Optional<BigDecimal> lastIdentity() {
        try {
            return conversation.session().lastIdentity();
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    private static String kind(RowChange change) {
        if (change instanceof RowChange.Insert) {
            return "INSERT";
        } else if (change instanceof RowChange.Update) {
            return "UPDATE";
        } else if (change instanceof RowChange.Delete) {
            return "DELETE";
        }
        return change instanceof RowChange.Merge ? "MERGE" : "TRUNCATE TABLE";
    }

    void requireWritable(RowPlan plan) throws Refusal {
        if (plan.database().isPresent()) {
            requireWritable(plan.database().get().name());
        }
    }

    void requireWritable(SchemaPlan plan) throws Refusal {
        if (plan.database().isPresent()) {
            requireWritable(plan.database().get().name());
        }
    }

    private void requireWritable(String database) throws Refusal {
        var refusal = conversation.engine().refusesChanges(database);
        if (refusal.isPresent()) {
            throw new Refusal(List.of(refusal.get()));
        }
    }

    long write(RowPlan plan) throws SQLException, IOException {
        var session = conversation.session();
        if (plan.kind() == RowPlan.Kind.TRUNCATE_TABLE) {
            session.transaction().renumbers(plan.database(), plan.table());
        }
        long count;
        if (plan.output().isPresent()) {
            try (var statement = session.prepare(plan.statement());
                    var rows = statement.executeQuery()) {
                conversation.reply().columns(plan.output().get());
                count = Results.send(rows, plan.output().get(), conversation.reply());
            }
        } else {
            count = session.change(plan.statement());
        }
        for (var after : plan.after()) {
            session.execute(after);
        }
        return count;
    }

    /** Says how many rows there were, unless the client does not want to know. */
    private void finish(long count) throws IOException {
        conversation.settings().rowCount(count);
        if (conversation.settings().isOn("NOCOUNT")) {
            conversation.reply().done();
        } else {
            conversation.reply().rowsAffected(count);
        }
    }

    void change(SchemaChange change) throws Raised, IOException {
        conversation.control().touchTransaction();
        var name = StatementNames.of(change);
        conversation.control().statement(name);
        if (conversation.settings().isOn("FMTONLY")) {
            return;
        }
        var plan = runner.run(name, change.line(), surroundings -> {
            var translated = schemas(surroundings).translate(change);
            requireWritable(translated);
            conversation.session().access().requireDefine(translated);
            apply(translated);
            return translated;
        });
        conversation.settings().rowCount(0);
        var errors =
                plan.messages().stream().filter(message -> message.isError()).toList();
        for (var message : plan.messages()) {
            if (!message.isError()) {
                conversation.reply().message(message);
            }
        }
        if (!errors.isEmpty()) {
            throw new Raised(errors, Reach.STATEMENT);
        }
        conversation.reply().done();
    }

    void declare(Statement.DeclareTable declare) throws Raised, IOException {
        runner.run("DECLARE", declare.line(), surroundings -> {
            if (conversation.session().temporaries().table(declare.variable()).isEmpty()) {
                apply(schemas(surroundings).declare(declare.variable(), declare.definition(), declare.line()));
            }
            return true;
        });
    }

    void apply(SchemaPlan plan) throws SQLException, Refusal {
        var session = conversation.session();
        session.target(plan.touched().stream()
                .filter(touched -> touched.what() == SchemaPlan.Touched.What.ALTERED)
                .map(SchemaPlan.Touched::objectId)
                .findFirst()
                .orElse(0));
        if (plan.database().isPresent()) {
            var database = plan.database().get();
            session.transaction()
                    .changeSchema(session.transaction().enter(database.name()), plan.steps(), database.catalog());
        } else {
            session.cancellation().suspend();
            for (var step : plan.steps()) {
                session.execute(step.statement());
            }
            session.cancellation().resume();
        }
        plan.temporaryCreated().forEach(session.temporaries()::put);
        plan.temporaryAltered().forEach(session.temporaries()::put);
        plan.temporaryDropped().forEach(session.temporaries()::forget);
    }

    SchemaTranslator schemas(StatementSurroundings surroundings) {
        var session = conversation.session();
        return new SchemaTranslator(new SessionDatabases(session), surroundings, session.temporaries()::nextNumber);
    }

    RowTranslator rows(StatementSurroundings surroundings) {
        return new RowTranslator(
                new SessionDatabases(conversation.session()),
                surroundings,
                conversation.settings().options());
    }
}
