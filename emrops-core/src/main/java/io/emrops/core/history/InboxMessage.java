package io.emrops.core.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emrops.Answer;
import java.io.IOException;
import java.util.Optional;

/** What another process has sent to the owner of a run, as the owner reads it. */
public record InboxMessage(
        String run,
        String kind,
        String by,
        String text,
        String step,
        Optional<Answer.Verdict> verdict,
        Optional<JsonNode> result,
        Optional<String> hash) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Reads a request; empty if it is none. */
    public static Optional<InboxMessage> read(byte[] content) {
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
            return Optional.of(new InboxMessage(
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
