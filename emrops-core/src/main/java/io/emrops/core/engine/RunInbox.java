package io.emrops.core.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emrops.Answer;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.journal.FileInbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

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

    /** What was sent, as the owner reads it. */
    record Message(
            String run,
            String kind,
            String by,
            String text,
            String step,
            Optional<Answer.Verdict> verdict,
            Optional<JsonNode> result,
            Optional<String> hash) {}

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

    /** Reads a request; empty if it is none. */
    static Optional<Message> read(byte[] content) {
        try {
            var json = MAPPER.readTree(content);
            if (!json.path("run").isTextual()
                    || !json.path("kind").isTextual()
                    || !json.path("by").isTextual()) {
                return Optional.empty();
            }
            Optional<Answer.Verdict> verdict = json.path("verdict").isTextual()
                    ? Optional.of(Answer.Verdict.valueOf(json.path("verdict").asText()))
                    : Optional.empty();
            return Optional.of(new Message(
                    json.path("run").asText(),
                    json.path("kind").asText(),
                    json.path("by").asText(),
                    json.path("text").asText(),
                    json.path("step").asText(),
                    verdict,
                    Optional.ofNullable(json.get("result")),
                    Optional.ofNullable(json.get("hash")).map(JsonNode::asText)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
