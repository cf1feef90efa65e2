package io.emrops.core.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emrops.Answer;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.journal.FileInbox;
import java.nio.file.Path;

/**
 * Sends decisions to the engine that owns a run, from another process. A request is a file that appears whole in the
 * store's inbox; the owner checks it, journals it, and only then takes it away. One for a run that nobody is at work on
 * waits until somebody is.
 */
public final class RunInbox {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path store;

    private RunInbox(Path store) {
        this.store = store;
    }

    /** @param store the directory of the store */
    public static RunInbox of(Path store) {
        return new RunInbox(store);
    }

    /** Answers a question; bind it to what was read with {@link Answer#having}. */
    public void answer(String runId, String stepPath, Answer answer) {
        var json = MAPPER.createObjectNode();
        json.put("run", runId).put("kind", "answer").put("by", answer.by()).put("text", answer.remark());
        json.put("step", stepPath).put("verdict", answer.verdict().name());
        answer.result().ifPresent(result -> json.set("result", OutputCodec.tree(result)));
        answer.hash().ifPresent(hash -> json.put("hash", hash));
        send(json);
    }

    /** Asks for a cancel. */
    public void cancel(String runId, String actor, String why) {
        send(MAPPER.createObjectNode()
                .put("run", runId)
                .put("kind", "cancel")
                .put("by", actor)
                .put("text", why));
    }

    /** Asks for a pause. */
    public void pause(String runId, String actor, String why) {
        send(MAPPER.createObjectNode()
                .put("run", runId)
                .put("kind", "pause")
                .put("by", actor)
                .put("text", why));
    }

    private void send(JsonNode json) {
        try {
            FileInbox.send(store, MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request cannot be written", e);
        }
    }
}
