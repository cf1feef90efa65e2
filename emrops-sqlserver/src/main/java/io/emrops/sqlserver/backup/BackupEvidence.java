package io.emrops.sqlserver.backup;

import io.emrops.DataSize;
import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.Processed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what the server has written down of a backup, and whether it is what was asked for. */
final class BackupEvidence {
    private static final Logger LOG = LoggerFactory.getLogger(BackupEvidence.class);

    private static final int COMPARED = 11;
    private static final int ENOUGH = 3;
    private static final long PAGE = 8192;

    private final Surroundings here;

    BackupEvidence(Surroundings here) {
        this.here = here;
    }

    /** @throws StepFailedException if it was made, and is not what was asked for */
    Backup of(BackupOrder order, OperationResult result) {
        if (result.missingInHistory()) {
            here.warn(order.what() + " was made, but msdb does not know of it (SQL Server 3009)");
        }
        var recorded = recordedIfReadable(order);
        if (recorded.isPresent()) {
            return of(order, recorded.get(), Proof.RECORDED);
        }
        var written = written(order);
        if (written.isPresent()) {
            return of(order, written.get(), Proof.PRESENT);
        }
        here.warn(order.what() + " was made as the server said, but neither msdb nor its files tell of it");
        return unrecorded(order, result);
    }

    Backup of(BackupOrder order, BackupSet set, Proof proof) {
        var faults = faults(order, set);
        if (!faults.isEmpty()) {
            throw new StepFailedException(
                    order.what() + " was made in " + order.paths() + ", but is not what was asked for: "
                            + String.join("; ", faults),
                    null,
                    here.target(),
                    null);
        }
        warnOfSizeIfItIsKnown(order, set);
        return BackupFiles.backup(set, proof);
    }

    /** The server has said that it was made: a history that is broken, or not to be read, does not change that. */
    private Optional<BackupSet> recordedIfReadable(BackupOrder order) {
        try {
            return recorded(order);
        } catch (StepFailedException | PreconditionFailedException e) {
            here.warn(order.what() + " was made, and msdb cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** In msdb. */
    Optional<BackupSet> recorded(BackupOrder order) {
        return here.history().described(order.tag().description()).stream()
                .filter(set -> BackupFiles.same(set.media().files(), order.paths()))
                .findFirst();
    }

    /** In the files themselves; empty if they cannot be read. */
    Optional<BackupSet> written(BackupOrder order) {
        try {
            return here.headers().sets(order.files()).stream()
                    .filter(set -> set.traits().description().equals(order.tag().description()))
                    .findFirst();
        } catch (EmropsException e) {
            return Optional.empty();
        }
    }

    private List<String> faults(BackupOrder order, BackupSet set) {
        var traits = set.traits();
        var faults = new ArrayList<String>();
        require(faults, !traits.damaged(), "the server found bad pages while it made it");
        require(faults, traits.checksums(), "it has no checksums");
        require(faults, set.kind() == order.kind(), "it is " + set.kind());
        require(
                faults,
                traits.copyOnly() == order.copyOnly(),
                order.copyOnly() ? "it is not copy-only" : "it is copy-only");
        require(faults, traits.encryptor().isPresent() || order.encryptedBy().isEmpty(), "it is not encrypted");
        require(faults, set.database().equalsIgnoreCase(order.source().name()), "it is of " + set.database());
        require(
                faults,
                set.media().complete()
                        && set.media().families() == order.files().size(),
                "it has " + set.media().files().size() + " of " + order.files().size() + " files");
        return faults;
    }

    private static void require(List<String> faults, boolean fulfilled, String fault) {
        if (!fulfilled) {
            faults.add(fault);
        }
    }

    private void warnOfSizeIfItIsKnown(BackupOrder order, BackupSet set) {
        try {
            warnOfSize(order, set);
        } catch (EmropsException e) {
            LOG.info("What size is usual for {} is not known: {}", set.database(), e.getMessage());
        }
    }

    /** Half or double of what is usual may be right, and somebody should look. */
    private void warnOfSize(BackupOrder order, BackupSet set) {
        var sizes = here.history().newest(set.database(), set.kind(), COMPARED).stream()
                .filter(other -> !other.id().equals(set.id()))
                .map(other -> other.traits().size().bytes())
                .sorted()
                .toList();
        if (sizes.size() < ENOUGH || set.kind() == Backup.Kind.LOG) {
            return;
        }
        var usual = sizes.get(sizes.size() / 2);
        var size = set.traits().size().bytes();
        if (size * 2 < usual || size > usual * 2) {
            here.warn(
                    order.what() + " is " + set.traits().size() + " large, where " + new DataSize(usual) + " is usual");
        }
    }

    private Backup unrecorded(BackupOrder order, OperationResult result) {
        return new Backup(
                order.tag().id(),
                order.source().name(),
                order.kind(),
                String.join(BackupFiles.SEPARATOR, order.paths()),
                here.now().toInstant(),
                new DataSize(result.processed().map(Processed::pages).orElse(0L) * PAGE),
                order.copyOnly(),
                Proof.RECORDED);
    }
}
