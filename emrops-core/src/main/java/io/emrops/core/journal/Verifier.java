package io.emrops.core.journal;

import io.emrops.core.journal.TornTail.Tail;
import io.emrops.core.journal.VerificationReport.Break;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Walks a journal from its first byte to its last. Changes nothing, and needs no index. */
final class Verifier {
    private final StoreFiles files;
    private final int looks;
    private final RunIndex runs = new RunIndex();
    private long records;
    private @Nullable JournalScan scan;

    /**
     * @param looks how often a place is looked at before it is called damaged
     */
    Verifier(StoreFiles files, int looks) {
        this.files = files;
        this.looks = looks;
    }

    VerificationReport run() throws IOException {
        try {
            return report(walk() == Tail.TORN, Optional.empty());
        } catch (Damage e) {
            return report(false, Optional.of(new Break(e.file(), e.offset(), e.what())));
        }
    }

    private Tail walk() throws IOException {
        files.requireKnownFormat();
        // Before the walk: a store in use moves on, and then its index with it.
        Optional<IndexFile> saved = IndexFile.load(files.index());
        if (files.segments() == 0) {
            if (saved.isEmpty()) {
                throw files.notFound();
            }
            throw new Damage(files.segment(1), 0, "the segment is missing");
        }
        UUID store = SegmentHeader.read(files.segment(1)).store();
        JournalScan walk = new JournalScan(files, store, Cursor.origin(store));
        scan = walk;
        Tail tail = PatientScan.run(
                walk,
                (segment, record) -> {
                    IndexRecords.add(files, runs, segment, record);
                    records++;
                },
                looks);
        Optional<IndexFile> known = saved.filter(file -> file.store().equals(store));
        if (known.isPresent()) {
            IndexRecords.requireReached(files, known.get(), walk.at());
        }
        return tail;
    }

    private VerificationReport report(boolean unfinished, Optional<Break> found) {
        JournalScan walk = scan;
        return new VerificationReport(
                walk == null ? 0 : walk.at().segment(),
                records,
                runs.heads().size(),
                walk == null ? "" : HexFormat.of().formatHex(walk.at().hash()),
                unfinished,
                found);
    }
}
