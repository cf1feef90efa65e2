package io.emrops.core.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emrops.Output;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.storage.PrivateFiles;
import io.emrops.trigger.TriggerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What one trigger remembers: a line with a format and a checksum, and JSON behind it. It is replaced as a whole and forced, so
 * that after a crash there is the state before or the state after.
 */
record StateFile(Path file, Disk disk) {
    private static final String HEAD = "emrops-trigger 1 ";
    private static final Output<TriggerState> STATE = Output.of(TriggerState.class);
    private static final JsonMapper JSON = new JsonMapper();

    /** How a file is put in place; tests put something in between. */
    interface Disk {
        void replace(Path file, byte[] content) throws IOException;
    }

    /**
     * @param definition of the trigger as it was then
     */
    record Kept(String definition, TriggerState state) {}

    static StateFile of(Path directory, String trigger, Disk disk) {
        return new StateFile(directory.resolve(trigger + ".state"), disk);
    }

    /** Returns when it is on stable storage. */
    void save(Kept kept) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("definition", kept.definition());
        json.set("state", OutputCodec.tree(kept.state()));
        var body = json.toString() + "\n";
        try {
            disk.replace(file, (HEAD + checksum(body) + "\n" + body).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StoreException(Problem.FAILED, "The state of a trigger could not be written to " + file, e);
        }
    }

    /** What was kept; empty if nothing was. */
    Optional<Kept> load() {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException(Problem.CORRUPT, file + " cannot be read", e);
        }
        var end = text.indexOf('\n');
        if (end < 0 || !text.startsWith("emrops-trigger ")) {
            throw corrupt(null);
        }
        if (!text.startsWith(HEAD)) {
            throw new StoreException(Problem.NEWER_FORMAT, file + " was written by a newer emrops");
        }
        var body = text.substring(end + 1);
        if (!text.substring(HEAD.length(), end).equals(checksum(body))) {
            throw corrupt(null);
        }
        return Optional.of(read(body));
    }

    private Kept read(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            var state = (TriggerState) OutputCodec.read(STATE, json.get("state"), "the state in " + file);
            return new Kept(json.get("definition").asText(), state);
        } catch (JsonProcessingException e) {
            throw corrupt(e);
        }
    }

    private StoreException corrupt(@org.jspecify.annotations.Nullable Exception cause) {
        return new StoreException(
                Problem.CORRUPT,
                file
                        + " is damaged: look in the journal whether the run of its last fire is there, then remove the file;"
                        + " the trigger begins anew",
                cause);
    }

    private static String checksum(String body) {
        var crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    static Disk real() {
        return PrivateFiles::replace;
    }
}
