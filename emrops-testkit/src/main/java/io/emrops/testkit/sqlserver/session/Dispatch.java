package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.BulkLoad;
import io.emrops.testkit.sqlserver.protocol.Headers;
import io.emrops.testkit.sqlserver.protocol.Message;
import io.emrops.testkit.sqlserver.protocol.ProtocolException;
import io.emrops.testkit.sqlserver.protocol.RpcCall;
import io.emrops.testkit.sqlserver.protocol.TransactionRequest;
import io.emrops.testkit.sqlserver.script.Request;
import java.io.IOException;

/** Has that done which a message of a client that has logged in asks for. For the thread that answers. */
final class Dispatch {
    private final Session session;
    private final Execution execution;
    private final Procedures procedures;

    Dispatch(Session session, Execution execution) {
        this.session = session;
        this.execution = execution;
        this.procedures = new Procedures(execution);
    }

    /** @throws ProtocolException if it brings what comes before a login, or rows of a bulk load that nobody has announced */
    void answer(Message message) throws IOException {
        switch (message.type()) {
            case BATCH -> {
                var text = Headers.textOfBatch(message.payload());
                execution.answer(Request.batch(text, session.state()), null, true);
            }
            case RPC -> {
                var calls = RpcCall.readAll(message.payload());
                for (var i = 0; i < calls.size(); i++) {
                    procedures.answer(calls.get(i), i == calls.size() - 1);
                }
            }
            case TRANSACTION -> transaction(TransactionRequest.read(message.payload()));
            case BULK_LOAD -> bulkLoad(message);
            default -> throw new ProtocolException(message.type() + " came after the login");
        }
    }

    private void transaction(TransactionRequest wish) throws IOException {
        var reply = execution.begin(Request.batch(wish.action().toString(), session.state()), null);
        switch (wish.action()) {
            case BEGIN -> {
                session.isolationLevel(wish.isolationLevel());
                reply.beginTransaction(wish.name());
            }
            case COMMIT -> reply.commit();
            case ROLLBACK -> reply.rollback(wish.name());
            case SAVE -> reply.save(wish.name());
        }
        if (wish.beginsNext()) {
            session.isolationLevel(wish.isolationLevel());
            reply.beginTransaction("");
        }
        reply.end(true);
    }

    private void bulkLoad(Message message) throws IOException {
        var load = execution.takePendingLoad();
        if (load == null) {
            throw new ProtocolException("rows of a bulk load came without INSERT BULK");
        }
        var text = load.statement().text();
        execution.load(Request.bulkLoad(text, BulkLoad.read(text, message.payload()), session.state()), load.answer());
    }
}
