package io.emrops.core.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Writes records as JSON with the kind in front, and reads them back. */
public final class RecordCodec {
    /** The version of the format, in the first record of a run. */
    public static final int FORMAT = 1;

    private static final String KIND = "record";
    private static final int USUAL_BYTES = 256;
    /** Names of entries are paths of steps as often as not, and every runbook has others. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** A kind of record: the word for it, and what one is made of. */
    private record Kind(String word, Class<?> type, RecordShape shape) {}

    private static final Map<Class<?>, Kind> BY_TYPE = Arrays.stream(RunRecord.class.getPermittedSubclasses())
            .map(type -> new Kind(kind(type), type, RecordShape.of(type)))
            .collect(Collectors.toUnmodifiableMap(Kind::type, Function.identity()));

    private static final Map<String, Kind> BY_WORD =
            BY_TYPE.values().stream().collect(Collectors.toUnmodifiableMap(Kind::word, Function.identity()));

    private final UnaryOperator<String> scrub;
    private final BooleanSupplier noSecrets;

    /** @param scrub blots secrets out of every text that is written; gives the same text back if there are none in it */
    public RecordCodec(UnaryOperator<String> scrub) {
        this(scrub, () -> false);
    }

    /** @param noSecrets whether there is nothing to be blotted out at present */
    public RecordCodec(UnaryOperator<String> scrub, BooleanSupplier noSecrets) {
        this.scrub = scrub;
        this.noSecrets = noSecrets;
    }

    /** The word for a kind of record, such as {@code step-started}. */
    public static String kind(Class<?> type) {
        var word = new StringBuilder();
        for (var letter : type.getSimpleName().toCharArray()) {
            if (Character.isUpperCase(letter) && !word.isEmpty()) {
                word.append('-');
            }
            word.append(Character.toLowerCase(letter));
        }
        return word.toString();
    }

    /** The record as the journal keeps it, and as it reads when it comes back. */
    public Written write(RunRecord record) {
        var kind = Objects.requireNonNull(BY_TYPE.get(record.getClass()));
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (var json = JSON.createGenerator(bytes)) {
            var out = new RecordWriter(json, scrub);
            json.writeStartObject();
            json.writeStringField(KIND, kind.word());
            kind.shape().write(out, record);
            json.writeEndObject();
            json.flush();
            var written = bytes.toByteArray();
            return new Written(written, out.faithful() ? record : decode(written, "", 0));
        } catch (IOException e) {
            throw new IllegalStateException("A " + kind.word() + " record cannot be written", e);
        }
    }

    /** A record as it reads when it comes back: without secrets. */
    public RunRecord asRead(RunRecord record) {
        return noSecrets.getAsBoolean() && readsAsItIs(record)
                ? record
                : write(record).record();
    }

    /** Of what most records are: text and times, and results that are no more. */
    private static boolean readsAsItIs(RunRecord record) {
        if (record instanceof RunRecord.RunStarted run) {
            return run.params().isEmpty();
        }
        if (record instanceof RunRecord.StepStarted step) {
            return step.before().isEmpty();
        }
        return record instanceof RunRecord.StepDone done && readsAsItIs(done.output());
    }

    private static boolean readsAsItIs(JsonNode output) {
        return output.isContainerNode() ? output.isEmpty() : output.isTextual();
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
            var record = decode(bytes, runId, sequence);
            if (record instanceof RunRecord.RunStarted started) {
                requireKnownFormat(started.format(), runId);
            }
            return record;
        } catch (IOException e) {
            var lacking = e instanceof UnreadableRecord u && u.incomplete();
            throw new StoreException(
                    Problem.CORRUPT,
                    "Record " + sequence + " of run " + runId + " " + (lacking ? e.getMessage() : "is not readable"),
                    e);
        }
    }

    private static RunRecord decode(byte[] bytes, String runId, long sequence) throws IOException {
        try (var in = JSON.createParser(bytes)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw UnreadableRecord.because("not an object");
            }
            if (!KIND.equals(in.nextFieldName()) || in.nextToken() != JsonToken.VALUE_STRING) {
                return inAnyOrder(bytes, runId, sequence);
            }
            return decode(in, kind(in.getText(), runId, sequence));
        } catch (IOException e) {
            // What a later version writes may read otherwise.
            requireKnownFormat(tree(bytes), runId);
            throw e;
        }
    }

    /** The same where the kind is not in front, because a store has put the parts into another order. */
    private static RunRecord inAnyOrder(byte[] bytes, String runId, long sequence) throws IOException {
        var tree = tree(bytes);
        requireKnownFormat(tree, runId);
        try (var in = new TreeTraversingParser(tree)) {
            in.nextToken();
            return decode(in, kind(tree.path(KIND).asText(), runId, sequence));
        }
    }

    private static JsonNode tree(byte[] bytes) throws IOException {
        try (var in = JSON.createParser(bytes)) {
            if (in.nextToken() == null) {
                throw UnreadableRecord.because("empty");
            }
            return JsonTree.read(in);
        }
    }

    private static void requireKnownFormat(JsonNode tree, String runId) {
        requireKnownFormat(tree.path("format").asInt(), runId);
    }

    private static void requireKnownFormat(int format, String runId) {
        if (format > FORMAT) {
            throw new StoreException(
                    Problem.NEWER_FORMAT,
                    "Run " + runId + " was written in format " + format + "; this emrops knows up to " + FORMAT);
        }
    }

    private static RunRecord decode(JsonParser in, Kind kind) throws IOException {
        in.nextToken();
        return (RunRecord) kind.shape().read(in);
    }

    private static Kind kind(String word, String runId, long sequence) {
        if (word.isEmpty()) {
            throw new StoreException(
                    Problem.CORRUPT, "Record " + sequence + " of run " + runId + " does not say what it is");
        }
        var kind = BY_WORD.get(word);
        if (kind == null) {
            throw new StoreException(
                    Problem.NEWER_FORMAT,
                    "Record " + sequence + " of run " + runId + " is of a kind this emrops does not know: \"" + word
                            + "\"");
        }
        return kind;
    }
}
