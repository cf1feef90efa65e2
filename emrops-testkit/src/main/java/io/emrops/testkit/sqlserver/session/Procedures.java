package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.ProtocolException;
import io.emrops.testkit.sqlserver.protocol.RpcCall;
import io.emrops.testkit.sqlserver.protocol.RpcCall.Argument;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;

/**
 * The procedures through which drivers execute, prepare and fetch. Every other procedure is the host's to answer, by its name.
 */
final class Procedures {
    private static final int MOST_PARAMETERS = 2100;

    private final Execution execution;
    private final CursorProcedures cursors;

    Procedures(Execution execution) {
        this.execution = execution;
        this.cursors = new CursorProcedures(execution);
    }

    /** @param last whether no other call follows in the same message */
    void answer(RpcCall rpc, boolean last) throws IOException {
        if (rpc.arguments().size() > MOST_PARAMETERS) {
            refuse(rpc, last, tooManyParameters());
            return;
        }
        switch (rpc.name()) {
            case "sp_executesql" -> executeSql(rpc, last);
            case "sp_prepare" -> prepare(rpc, 0, 1, 2, last);
            case "sp_prepexec" -> prepareAndExecute(rpc, last);
            case "sp_execute" -> execute(rpc, last);
            case "sp_unprepare", "sp_cursorunprepare" -> unprepare(rpc, last);
            case "sp_cursoropen" -> cursors.open(rpc, last);
            case "sp_cursorprepare" -> prepare(rpc, 0, 1, 2, last);
            case "sp_cursorprepexec" -> cursors.prepareAndOpen(rpc, last);
            case "sp_cursorexecute" -> cursors.openPrepared(rpc, last);
            case "sp_cursorfetch" -> cursors.fetch(rpc, last);
            case "sp_cursorclose" -> cursors.close(rpc, last);
            case "sp_cursor", "sp_cursoroption", "sp_prepexecrpc" ->
                refuse(rpc, last, SqlError.of(8179, 16, "This server has no " + rpc.name() + "."));
            default -> {
                var call = new Call(rpc.arguments(), 0, "");
                execution.answer(
                        Request.procedure(
                                rpc.name(),
                                call.parameters(),
                                execution.session().state()),
                        call,
                        last);
            }
        }
    }

    private void executeSql(RpcCall rpc, boolean last) throws IOException {
        var declarations = rpc.arguments().size() > 1 ? text(rpc, 1) : "";
        var call = new Call(rpc.arguments(), 2, declarations);
        execution.answer(
                Request.prepared(
                        text(rpc, 0), call.parameters(), execution.session().state()),
                call,
                last);
    }

    private void prepare(RpcCall rpc, int handleAt, int declarationsAt, int textAt, boolean last) throws IOException {
        var call = new Call(rpc.arguments(), rpc.arguments().size(), "");
        call.systemOutput(handleAt, keep(text(rpc, textAt), text(rpc, declarationsAt)));
        finish(rpc, call, last);
    }

    private void prepareAndExecute(RpcCall rpc, boolean last) throws IOException {
        var text = text(rpc, 2);
        var declarations = text(rpc, 1);
        var call = new Call(rpc.arguments(), 3, declarations);
        call.systemOutput(0, keep(text, declarations));
        execution.answer(
                Request.prepared(text, call.parameters(), execution.session().state()), call, last);
    }

    private void execute(RpcCall rpc, boolean last) throws IOException {
        var handle = integer(rpc, 0);
        var statement = execution.session().prepared.get(handle);
        if (statement == null) {
            refuse(rpc, last, unknownHandle(handle));
            return;
        }
        var call = new Call(rpc.arguments(), 1, statement.declarations());
        execution.answer(
                Request.prepared(
                        statement.text(), call.parameters(), execution.session().state()),
                call,
                last);
    }

    private void unprepare(RpcCall rpc, boolean last) throws IOException {
        var handle = integer(rpc, 0);
        if (execution.session().prepared.remove(handle) == null) {
            refuse(rpc, last, unknownHandle(handle));
            return;
        }
        finish(rpc, new Call(rpc.arguments(), rpc.arguments().size(), ""), last);
    }

    private int keep(String text, String declarations) {
        var handle = execution.session().nextHandle();
        execution.session().prepared.put(handle, new Session.PreparedStatement(text, declarations));
        return handle;
    }

    /** What says what is to be executed counts as well: {@code sp_executesql} leaves 2,098 to the client. */
    private static SqlError tooManyParameters() {
        return SqlError.of(
                8003,
                16,
                "The incoming request has too many parameters. The server supports a maximum of " + MOST_PARAMETERS
                        + " parameters. Reduce the number of parameters and resend the request.");
    }

    static SqlError unknownHandle(int handle) {
        return SqlError.of(8179, 16, "Could not find prepared statement with handle " + handle + ".");
    }

    private void finish(RpcCall rpc, Call call, boolean last) throws IOException {
        begin(rpc, call).end(last);
    }

    private void refuse(RpcCall rpc, boolean last, SqlError error) throws IOException {
        var reply = begin(rpc, new Call(rpc.arguments(), rpc.arguments().size(), ""));
        reply.message(error);
        reply.end(last);
    }

    private ReplyWriter begin(RpcCall rpc, Call call) {
        return execution.begin(
                Request.procedure(
                        rpc.name(), call.parameters(), execution.session().state()),
                call);
    }

    /** An argument that is a text; one that is missing or NULL is empty. */
    static String text(RpcCall rpc, int position) throws ProtocolException {
        if (position >= rpc.arguments().size()) {
            return "";
        }
        var value = rpc.arguments().get(position).value();
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text)) {
            throw new ProtocolException("argument " + position + " of " + rpc.name() + " is no text");
        }
        return text;
    }

    /** An argument that is a number. */
    static int integer(RpcCall rpc, int position) throws ProtocolException {
        Argument argument = position < rpc.arguments().size() ? rpc.arguments().get(position) : null;
        if (argument == null || !(argument.value() instanceof Number number)) {
            throw new ProtocolException("argument " + position + " of " + rpc.name() + " is no number");
        }
        return number.intValue();
    }
}
