package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.instance.Client;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The client of an operation, at the other end of a connection. */
record Listener(Reply reply) implements Client {
    @Override
    public void hear(SqlError message) throws IOException {
        reply.message(message);
        reply.done();
        reply.flush();
    }

    @Override
    public void waitFor(List<Integer> sessions) throws IOException {
        reply.session().waitForOthers();
    }

    @Override
    public void pause(Duration time) throws IOException {
        reply.pause(time);
    }

    @Override
    public void await(CompletionStage<?> event) throws IOException {
        var gate = new Gate();
        event.whenComplete((value, failure) -> gate.open());
        reply.waitFor(gate);
    }
}
