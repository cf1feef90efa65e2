package io.emrops.core.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Writes records as JSON with the kind in front, and reads them back. */
public final class RecordCodec {
    /** The version of the format, in the first record of a run. */
    public static final int FORMAT = 1;

    private static final Map<String, Class<?>> KINDS = Arrays.stream(RunRecord.class.getPermittedSubclasses())
            .collect(Collectors.toMap(RecordCodec::kind, Function.identity()));

    private static final Map<Class<?>, List<RecordComponent>> COMPONENTS = KINDS.values().stream()
            .collect(Collectors.toMap(Function.identity(), type -> List.of(type.getRecordComponents())));

    private final UnaryOperator<String> scrub;

    /** @param scrub blots secrets out of every text that is written */
    public RecordCodec(UnaryOperator<String> scrub) {
        this.scrub = scrub;
    }

    /** The word for a kind of record, such as {@code step-started}. */
    public static String kind(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** The record as the journal keeps it, and as it reads when it comes back. */
    public Written write(RunRecord record) {
        var tree = (ObjectNode) scrubbed(Json.tree(record));
        var node = Json.MAPPER.createObjectNode();
        node.put("record", kind(record.getClass()));
        node.setAll(tree);
        try {
            return new Written(
                    Json.MAPPER.writeValueAsBytes(node), (RunRecord) Json.MAPPER.treeToValue(tree, record.getClass()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + kind(record.getClass()) + " record cannot be written", e);
        }
    }

    /**
     * A record, written.
     *
     * @param bytes for the journal
     * @param record as it reads when it comes back: without secrets
     */
    public record Written(byte[] bytes, RunRecord record) {}

    /**
     * Reads a record.
     *
     * @throws StoreException if it is not one, or of a kind that only a newer emrops knows
     */
    public static RunRecord read(byte[] bytes, String runId, long sequence) {
        try {
            var node = Json.MAPPER.readTree(bytes);
            var kind = node.path("record").asText();
            var type = KINDS.get(kind);
            if (kind.isEmpty()) {
                throw new StoreException(
                        Problem.CORRUPT, "Record " + sequence + " of run " + runId + " does not say what it is");
            }
            if (type == null) {
                throw new StoreException(
                        Problem.NEWER_FORMAT,
                        "Record " + sequence + " of run " + runId + " is of a kind this emrops does not know: \"" + kind
                                + "\"");
            }
            if (type == RunRecord.RunStarted.class && node.path("format").asInt() > FORMAT) {
                throw new StoreException(
                        Problem.NEWER_FORMAT,
                        "Run " + runId + " was written in format "
                                + node.path("format").asInt() + "; this emrops knows up to " + FORMAT);
            }
            var record = (RunRecord) Json.MAPPER.treeToValue(node, type);
            requireWhole(record, runId, sequence);
            return record;
        } catch (IOException e) {
            throw new StoreException(
                    Problem.CORRUPT, "Record " + sequence + " of run " + runId + " is not readable", e);
        }
    }

    /** A store of somebody else's may have lost a part of a record; nothing is made up in its place. */
    private static void requireWhole(RunRecord record, String runId, long sequence) {
        try {
            for (var component : COMPONENTS.getOrDefault(record.getClass(), List.of())) {
                if (component.getAccessor().invoke(record) == null) {
                    throw new StoreException(
                            Problem.CORRUPT,
                            "Record " + sequence + " of run " + runId + ", a " + kind(record.getClass()) + ", lacks \""
                                    + component.getName() + "\"");
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record cannot be looked into", e);
        }
    }

    private JsonNode scrubbed(JsonNode node) {
        if (node.isTextual()) {
            var text = node.textValue();
            var clean = scrub.apply(text);
            return clean.equals(text) ? node : TextNode.valueOf(clean);
        }
        if (node.isNumber()) {
            var text = node.asText();
            return scrub.apply(text).equals(text) ? node : TextNode.valueOf("***");
        }
        if (node.isArray()) {
            var clean = Json.MAPPER.createArrayNode();
            node.forEach(child -> clean.add(scrubbed(child)));
            return clean;
        }
        if (node.isObject()) {
            var clean = Json.MAPPER.createObjectNode();
            node.properties().forEach(entry -> clean.set(scrub.apply(entry.getKey()), scrubbed(entry.getValue())));
            return clean;
        }
        return node;
    }
}
