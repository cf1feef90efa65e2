package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.statement.Device;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Flag;
import io.emrops.testkit.sqlserver.statement.RestoreOptions;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The backup files that a RESTORE is given. */
final class BackupSource {
    private final Instance instance;
    private final List<String> paths;
    private final MediaSet media;
    private final int family;
    private final boolean badPages;
    private final boolean cutOff;

    private BackupSource(
            Instance instance, List<String> paths, MediaSet media, int family, boolean badPages, boolean cutOff) {
        this.instance = instance;
        this.paths = paths;
        this.media = media;
        this.family = family;
        this.badPages = badPages;
        this.cutOff = cutOff;
    }

    /** @throws Refusal if a file cannot be read, is no backup, or belongs to another media set */
    static BackupSource open(Instance instance, List<Device> devices, Values values) throws Refusal {
        var paths = BackupTarget.paths(instance, devices, values);
        MediaSet media = null;
        var families = new TreeSet<Integer>();
        var badPages = false;
        var cutOff = false;
        for (var path : paths) {
            var error = instance.disk().errorOfReading(path);
            if (error.isPresent()) {
                throw instance.refusal(3201, path, OperatingSystem.error(error.get()));
            }
            if (!(instance.disk().at(path).orElseThrow() instanceof ServerFile.Backup file)
                    || file.condition() == ServerFile.Backup.Condition.BAD_HEADER) {
                throw instance.refusal(3241, path);
            }
            if (media != null && media != file.media()) {
                throw instance.refusal(3258, path);
            }
            media = file.media();
            if (!families.add(file.family())) {
                throw instance.refusal(3227, path, file.family(), paths.get(0));
            }
            badPages |= file.condition() == ServerFile.Backup.Condition.BAD_PAGES;
            cutOff |= file.condition() == ServerFile.Backup.Condition.CUT_OFF;
        }
        if (media == null) {
            throw instance.refusal(3207);
        }
        return new BackupSource(instance, paths, media, families.first(), badPages, cutOff);
    }

    /** Which stripe the first file is, if there is only one; from 1. */
    int family() {
        return family;
    }

    MediaSet media() {
        return media;
    }

    List<String> paths() {
        return paths;
    }

    String path() {
        return paths.get(0);
    }

    /** @throws Refusal if the media has another name than the one that is expected */
    void requireName(Optional<String> expected) throws Refusal {
        if (expected.isPresent() && !expected.get().equals(media.name())) {
            throw instance.refusal(4037, expected.get(), media.name(), path());
        }
    }

    /** @throws Refusal if a stripe is missing */
    void requireAllFamilies() throws Refusal {
        if (paths.size() < media.families()) {
            throw instance.refusal(3132, media.families(), paths.size());
        }
    }

    /** @throws Refusal if there is none at this position, or it was never written to its end */
    BackupSet set(int position) throws Refusal {
        if (cutOff || (media.isBrokenOff() && position == media.nextPosition())) {
            throw instance.refusal(3256, path());
        }
        if (position < 1 || position > media.sets().size()) {
            throw instance.refusal(3287, position, path());
        }
        return media.sets().get(position - 1);
    }

    /** @throws Refusal if it cannot be read to the end */
    void requireRead() throws Refusal {
        for (var each : paths) {
            var error = instance.disk().errorInside(each);
            if (error.isPresent()) {
                throw instance.refusal(3203, each, OperatingSystem.error(error.get()));
            }
        }
    }

    /** @throws Refusal if its pages are to be checked, and are bad or cannot be */
    void requireSound(BackupSet set, RestoreOptions options) throws Refusal {
        requireChecksums(set, options);
        if (options.has(Flag.CONTINUE_AFTER_ERROR)) {
            return;
        }
        if (set.features().damaged()) {
            throw instance.refusal(3182);
        }
        if (findsBadPages(set, options)) {
            throw instance.refusal(3183, 1, SuspectPages.PAGE, set.source().database());
        }
    }

    /** @throws Refusal if there are none, and they are to be checked */
    void requireChecksums(BackupSet set, RestoreOptions options) throws Refusal {
        if (options.has(Flag.CHECKSUM) && !set.features().checksums()) {
            throw instance.refusal(3187);
        }
    }

    /** Whether pages have become bad since they were written, and somebody looks. */
    boolean findsBadPages(BackupSet set, RestoreOptions options) {
        return badPages && set.features().checksums() && !options.has(Flag.NO_CHECKSUM);
    }

    /** Whether pages have become bad since they were written, known or not. */
    boolean hasBadPages() {
        return badPages;
    }
}
