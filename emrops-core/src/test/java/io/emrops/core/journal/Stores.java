package io.emrops.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.spi.RunStore;
import io.emrops.spi.RunStore.Batch;
import io.emrops.spi.RunStore.RunHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Small stores, their content in plain form, and their files as bytes. */
final class Stores {
    static final UUID ID = UUID.fromString("7f1c6f0e-3f43-4b7e-9c55-0f5f5a3b2c1d");

    private Stores() {}

    /** A store with small segments that is not forced: for tests of what is in the files, not of when. */
    static FileRunStore.Builder small(Path directory) {
        return FileRunStore.builder(directory)
                .segmentBytes(2048)
                .unit(1024)
                .newStore(ID)
                .disk(Disk.UNFORCED);
    }

    static Batch batch(String run, long expected, String... records) {
        return new Batch(
                run, expected, Stream.of(records).map(r -> r.getBytes(UTF_8)).toList(), false);
    }

    static Batch last(String run, long expected, String... records) {
        return new Batch(run, expected, batch(run, expected, records).records(), true);
    }

    static List<String> read(RunStore store, String run) {
        return store.read(run).stream().map(r -> new String(r, UTF_8)).toList();
    }

    static Map<String, List<String>> readAll(RunStore store) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (RunHead head : store.runs()) {
            all.put(head.runId(), read(store, head.runId()));
        }
        return all;
    }

    /** A directory whose forces cost nothing, where there is one; tests of durability take a real one. */
    static Path fastDirectory() {
        try {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "emrops")
                    : Files.createTempDirectory("emrops");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a store, without those that an open makes anew. */
    static Map<String, byte[]> files(Path store) throws IOException {
        Map<String, byte[]> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("store.lock")) {
                    bytes.put(name, Files.readAllBytes(file));
                }
            }
        }
        return bytes;
    }

    /** Makes the directory hold exactly these files. */
    static void put(Map<String, byte[]> files, Path directory) throws IOException {
        try (Stream<Path> old = Files.list(directory)) {
            for (Path file : old.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] content) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        changed.put(name, content);
        return changed;
    }

    static Map<String, byte[]> without(Map<String, byte[]> files, String name) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        changed.remove(name);
        return changed;
    }

    static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << at % 8);
        return changed;
    }

    static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
