package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SessionControl;
import io.emrops.testkit.sqlserver.script.SessionState;

/** A request that is being answered, and whose it is. */
record Conversation(EngineSession session, Request request, Reply reply) {
    SessionControl control() {
        return reply.session();
    }

    /** As it is now. */
    SessionState state() {
        return reply.session().state();
    }

    Engine engine() {
        return session.engine();
    }

    Settings settings() {
        return session.settings();
    }
}
