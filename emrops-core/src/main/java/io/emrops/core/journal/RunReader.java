package io.emrops.core.journal;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.journal.FrameReader.Found;
import io.emrops.core.journal.Frames.Salt;
import io.emrops.core.journal.RunIndex.Entry;
import io.emrops.core.journal.RunIndex.Extent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the records of one run and verifies them, with everything that lies between them. */
final class RunReader {
    private RunReader() {}

    static List<byte[]> read(StoreFiles files, UUID store, RunIndex index, String runId) {
        Entry run = index.find(runId);
        if (run == null) {
            throw new StoreException(Problem.NOT_FOUND, files.directory() + " has no run " + runId);
        }
        List<byte[]> records = new ArrayList<>();
        try {
            for (Extent extent : run.extents()) {
                read(files.segment(extent.segment()), store, extent, run, records);
            }
        } catch (NoSuchFileException e) {
            throw new StoreException(Problem.CORRUPT, e.getFile() + " is missing", e);
        } catch (IOException e) {
            throw new StoreException(
                    Problem.FAILED, "Run " + runId + " could not be read from " + files.directory(), e);
        }
        if (records.size() != run.next()) {
            Extent last = run.extents().get(run.extents().size() - 1);
            throw new Damage(
                    files.segment(last.segment()),
                    last.to(),
                    "run " + runId + " has " + records.size() + " records here, and " + run.next() + " in the index");
        }
        return records;
    }

    private static void read(Path file, UUID store, Extent extent, Entry run, List<byte[]> records) throws IOException {
        byte[] before = IndexRecords.hashBefore(file, extent.from());
        if (before.length < Hashes.BYTES) {
            throw new Damage(file, extent.from(), "the file is shorter than what was forced to it");
        }
        try (FrameReader reader =
                new FrameReader(file, new Salt(store, extent.segment()), extent.from(), before, Hashes.sha256())) {
            while (reader.end() < extent.to()) {
                Found found = reader.next();
                if (found != Found.FRAME) {
                    throw new Damage(
                            file, reader.offset(), found == Found.TROUBLE ? reader.trouble() : "a record is missing");
                }
                if (reader.kind() == Frames.RECORD && reader.runId().equals(run.runId())) {
                    if (reader.sequence() != records.size()) {
                        throw new Damage(
                                file,
                                reader.offset(),
                                "record " + reader.sequence() + " of run " + run.runId() + " stands where "
                                        + records.size() + " belongs");
                    }
                    records.add(reader.payload());
                }
            }
        }
    }
}
