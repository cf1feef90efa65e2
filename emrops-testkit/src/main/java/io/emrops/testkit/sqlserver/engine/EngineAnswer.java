package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.engine.Raised.Reach;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Parameter;
import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Statement.ExecuteProcedure;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.TableValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;

/** What the engine answers to a request of whichever kind. */
final class EngineAnswer implements Answer {
    private final Engine engine;

    EngineAnswer(Engine engine) {
        this.engine = engine;
    }

    /** Its statements do that, each when it runs. */
    @Override
    public boolean beginsTransaction() {
        return false;
    }

    @Override
    public void give(Request request, Reply reply) throws IOException {
        var conversation = new Conversation(engine.session(request.session().spid()), request, reply);
        conversation.session().forgetGeneratedKey();
        var facts = new SessionFacts(conversation);
        try {
            switch (request.kind()) {
                case BATCH -> batch(conversation, facts);
                case PREPARED -> prepared(conversation, facts);
                case PROCEDURE -> procedure(conversation, facts);
                case BULK_LOAD ->
                    new BulkInsert(conversation, facts)
                            .load(request.text(), request.rows().orElseThrow());
            }
            var key = conversation.session().takeGeneratedKey();
            if (request.wantsGeneratedKeys() && key.isPresent()) {
                reply.generatedKey(key.get().longValue());
            }
        } catch (Raised e) {
            tell(e, conversation);
        } catch (IOException e) {
            if (facts.doomed()) {
                conversation.control().abandonTransaction();
            }
            throw e;
        }
        if (facts.doomed() && conversation.state().openTransactions() > 0) {
            reply.message(engine.message(3998));
            conversation.control().endTransaction();
        }
    }

    private static void tell(Raised raised, Conversation conversation) throws IOException {
        for (var error : raised.errors()) {
            conversation.reply().message(error);
        }
        if (raised.reach() == Reach.BATCH) {
            conversation.control().endTransaction();
        }
    }

    private static void batch(Conversation conversation, SessionFacts facts) throws Raised, IOException {
        new BatchInterpreter(conversation, new Variables(), facts, 0)
                .run(conversation.request().text());
    }

    private static void prepared(Conversation conversation, SessionFacts facts) throws Raised, IOException {
        var request = conversation.request();
        var variables = new Variables();
        var settings = conversation.settings();
        var before = settings.scopeIdentity();
        settings.scopeIdentity(null);
        try {
            declare(conversation, facts, variables);
            var interpreter = new BatchInterpreter(conversation, variables, facts, 0);
            interpreter.run(request.text());
            var returned = interpreter.returned();
            if (returned != null) {
                conversation.reply().returnStatus(returned);
            }
            answerOutputs(conversation, variables);
        } finally {
            settings.scopeIdentity(before);
        }
    }

    private static void declare(Conversation conversation, SessionFacts facts, Variables variables)
            throws Raised, IOException {
        for (var parameter : conversation.request().parameters()) {
            if (parameter.value() instanceof TableValue table) {
                new BulkInsert(conversation, facts).declare(parameter.name(), table);
            } else {
                variables.declare(parameter.name(), parameter.type(), parameter.value());
            }
        }
    }

    private static void answerOutputs(Conversation conversation, Variables variables) throws IOException {
        var parameters = conversation.request().parameters();
        for (var i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).output()) {
                var known = variables.value(parameters.get(i).name());
                conversation
                        .reply()
                        .output(i + 1, known.isEmpty() ? null : known.get().value());
            }
        }
    }

    private static void procedure(Conversation conversation, SessionFacts facts) throws Raised, IOException {
        var request = conversation.request();
        var variables = new Variables();
        var arguments = new ArrayList<ExecuteProcedure.Argument>();
        for (var i = 0; i < request.parameters().size(); i++) {
            arguments.add(argument(request.parameters().get(i), i, variables));
        }
        variables.declare("@$status", SqlType.INT, 0);
        var interpreter = new BatchInterpreter(conversation, variables, facts, 0);
        interpreter.call(new ExecuteProcedure(Optional.of("@$status"), name(request.text()), arguments, 1));
        var status = variables.value("@$status").orElseThrow().value();
        conversation.reply().returnStatus(Objects.requireNonNullElse((Integer) status, 0));
    }

    private static ExecuteProcedure.Argument argument(Parameter parameter, int position, Variables variables) {
        var name = "@$" + position;
        variables.declare(name, parameter.type(), parameter.value());
        return new ExecuteProcedure.Argument(parameter.name(), new Expression.Variable(name, 1), parameter.output());
    }

    private static ObjectName name(String written) {
        var parts = ObjectFacts.parts(written);
        var count = parts.size();
        return new ObjectName(
                count > 2 ? parts.get(count - 3) : "", count > 1 ? parts.get(count - 2) : "", parts.get(count - 1));
    }
}
