package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.RpcCall;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;

/** Server cursors, as r2dbc-mssql uses them for every SELECT and mssql-jdbc for scrollable results. */
final class CursorProcedures {
    private final Execution execution;

    CursorProcedures(Execution execution) {
        this.execution = execution;
    }

    /** Cursor, text, scroll option, concurrency option, count of rows, declarations, values. */
    void open(RpcCall rpc, boolean last) throws IOException {
        var call = new Call(rpc.arguments(), 6, Procedures.text(rpc, 5));
        open(Procedures.text(rpc, 1), call, 0, 4, last);
    }

    /** Handle, cursor, declarations, text, scroll option, concurrency option, count of rows, values. */
    void prepareAndOpen(RpcCall rpc, boolean last) throws IOException {
        var text = Procedures.text(rpc, 3);
        var declarations = Procedures.text(rpc, 2);
        var session = execution.session();
        var handle = session.nextHandle();
        session.prepared.put(handle, new Session.PreparedStatement(text, declarations));
        var call = new Call(rpc.arguments(), 7, declarations);
        call.systemOutput(0, handle);
        open(text, call, 1, 6, last);
    }

    /** Handle, cursor, scroll option, concurrency option, count of rows, values. */
    void openPrepared(RpcCall rpc, boolean last) throws IOException {
        var handle = Procedures.integer(rpc, 0);
        var statement = execution.session().prepared.get(handle);
        if (statement == null) {
            refuse(rpc, Procedures.unknownHandle(handle), last);
            return;
        }
        open(statement.text(), new Call(rpc.arguments(), 5, statement.declarations()), 1, 4, last);
    }

    private void open(String text, Call call, int cursorAt, int countAt, boolean last) throws IOException {
        var session = execution.session();
        var reply = execution.begin(Request.prepared(text, call.parameters(), session.state()), call);
        var capture = ResultCapture.forCursor(reply);
        execution.say(reply, capture);
        var columns = capture.columns();
        if (columns == null) {
            call.systemOutput(cursorAt, 0);
            call.systemOutput(countAt, 0);
        } else {
            var id = session.nextHandle();
            var cursor = new Cursor(columns, capture.rows());
            session.cursors.put(id, cursor);
            call.systemOutput(cursorAt, id);
            call.systemOutput(countAt, cursor.size());
            reply.cursorColumns(cursor.columns());
        }
        reply.end(last);
    }

    /** Cursor, way to move, row, how many. */
    void fetch(RpcCall rpc, boolean last) throws IOException {
        var id = Procedures.integer(rpc, 0);
        var cursor = execution.session().cursors.get(id);
        if (cursor == null) {
            refuse(rpc, unknownCursor(id), last);
            return;
        }
        var way = rpc.arguments().size() > 1 ? Procedures.integer(rpc, 1) : 2;
        var start = rpc.arguments().size() > 2 ? Procedures.integer(rpc, 2) : 0;
        var count = rpc.arguments().size() > 3 ? Procedures.integer(rpc, 3) : 1;
        if (!Cursor.moves(way) || count < 0) {
            refuse(rpc, SqlError.of(16914, 16, "This server's cursors do not fetch by way " + way + "."), last);
            return;
        }
        var reply = begin(rpc);
        reply.cursorRows(cursor.columns(), cursor.fetch(way, start, count));
        reply.end(last);
    }

    /** Cursor. */
    void close(RpcCall rpc, boolean last) throws IOException {
        var id = Procedures.integer(rpc, 0);
        if (execution.session().cursors.remove(id) == null) {
            refuse(rpc, unknownCursor(id), last);
            return;
        }
        begin(rpc).end(last);
    }

    static SqlError unknownCursor(int id) {
        return SqlError.of(16916, 16, "A cursor with the name '" + id + "' does not exist.");
    }

    private void refuse(RpcCall rpc, SqlError error, boolean last) throws IOException {
        var reply = begin(rpc);
        reply.message(error);
        reply.end(last);
    }

    private ReplyWriter begin(RpcCall rpc) {
        var call = new Call(rpc.arguments(), rpc.arguments().size(), "");
        return execution.begin(
                Request.procedure(
                        rpc.name(), call.parameters(), execution.session().state()),
                call);
    }
}
