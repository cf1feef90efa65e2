package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.Backup;
import io.emrops.testkit.sqlserver.statement.BackupOption;
import io.emrops.testkit.sqlserver.statement.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a backup goes: new files, or behind the sets of a media set that is there ("Media sets, media families, and backup sets"). */
final class BackupTarget {
    private static final int MOST_DEVICES = 64;
    private static final int LONGEST_PATH = 259;

    private final Instance instance;
    private final List<String> paths;
    private final boolean compressed;
    private final boolean encrypted;
    private @Nullable MediaSet existing;
    private @Nullable MediaSet written;
    private boolean overwrites;

    private BackupTarget(Instance instance, List<String> paths, boolean compressed, boolean encrypted) {
        this.instance = instance;
        this.paths = paths;
        this.compressed = compressed;
        this.encrypted = encrypted;
    }

    /** @throws Refusal if a device cannot be had, or its media does not fit */
    static BackupTarget of(Instance instance, Backup backup, Values values, boolean compressed, boolean encrypted)
            throws Refusal {
        var target = new BackupTarget(instance, paths(instance, backup.devices(), values), compressed, encrypted);
        target.open(backup);
        return target;
    }

    static List<String> paths(Instance instance, List<Device> devices, Values values) throws Refusal {
        if (devices.size() > MOST_DEVICES) {
            throw instance.refusal(3205, MOST_DEVICES);
        }
        var paths = new ArrayList<String>();
        for (var device : devices) {
            var place = values.text(device.place());
            switch (device.kind()) {
                case LOGICAL -> throw instance.refusal(3206, place);
                case DISK -> {}
                case TAPE, URL, VIRTUAL_DEVICE ->
                    throw new Refusal(instance.message(3201, place, OperatingSystem.error(50)));
            }
            if (place.isEmpty()) {
                throw instance.refusal(3044);
            }
            if (place.length() > LONGEST_PATH) {
                throw instance.refusal(3057, LONGEST_PATH);
            }
            paths.add(place);
        }
        return paths;
    }

    private void open(Backup backup) throws Refusal {
        var formats = backup.options().has(BackupOption.Flag.FORMAT);
        for (var path : paths) {
            var error = instance.disk().errorOfWriting(path);
            if (error.isPresent()) {
                throw instance.refusal(3201, path, OperatingSystem.error(error.get()));
            }
        }
        if (formats) {
            overwrites = true;
            return;
        }
        var absent = 0;
        for (var i = 0; i < paths.size(); i++) {
            var file = instance.disk().at(paths.get(i));
            if (file.isEmpty()) {
                absent++;
            } else if (file.get() instanceof ServerFile.Backup backupFile
                    && backupFile.condition() != ServerFile.Backup.Condition.BAD_HEADER) {
                join(backupFile, paths.get(i));
            } else {
                throw instance.refusal(3241, paths.get(i));
            }
        }
        var media = existing;
        if (media == null) {
            return;
        }
        if (absent > 0 || media.families() != paths.size()) {
            throw instance.refusal(3231, paths.get(0), media.families(), paths.size());
        }
        overwrites = backup.options().has(BackupOption.Flag.INIT);
        if (!overwrites && (media.isBrokenOff() || isCutOff())) {
            throw instance.refusal(3266, paths.get(0));
        }
        if (encrypted && !overwrites) {
            throw instance.refusal(3095);
        }
        if (media.compressed() != compressed && !overwrites) {
            var wanted = compressed ? "COMPRESSION" : "NO_COMPRESSION";
            throw instance.refusal(3098, wanted, wanted, compressed ? "NO_COMPRESSION" : "COMPRESSION");
        }
    }

    private boolean isCutOff() {
        return paths.stream()
                .map(path -> instance.disk().at(path).orElse(null))
                .anyMatch(file -> file instanceof ServerFile.Backup backupFile
                        && backupFile.condition() == ServerFile.Backup.Condition.CUT_OFF);
    }

    private void join(ServerFile.Backup file, String path) throws Refusal {
        if (existing != null && existing != file.media()) {
            throw instance.refusal(3258, path);
        }
        existing = file.media();
    }

    List<String> paths() {
        return paths;
    }

    /** The position that the set will have. */
    int position() {
        return existing == null || overwrites ? 1 : existing.nextPosition();
    }

    /** Begins to write: from here on there is a set that has no end. */
    void begin() {
        var media = existing;
        var isNew = media == null || overwrites;
        if (media == null || overwrites) {
            media = newMedia();
        }
        media.begin();
        for (var i = 0; i < paths.size(); i++) {
            if (isNew) {
                instance.disk()
                        .put(paths.get(i), new ServerFile.Backup(media, i + 1, ServerFile.Backup.Condition.SOUND));
            }
            instance.disk().lock(paths.get(i));
        }
        written = media;
    }

    /** @throws Refusal if it cannot be written to the end */
    void requireWritten() throws Refusal {
        for (var path : paths) {
            var error = instance.disk().errorInside(path);
            if (error.isPresent()) {
                throw instance.refusal(3202, path, OperatingSystem.error(error.get()));
            }
            if (instance.disk().isFull(path)) {
                throw instance.refusal(3202, path, OperatingSystem.error(112));
            }
        }
    }

    /** The set has an end. */
    MediaSet finish(BackupSet set) {
        var media = Objects.requireNonNull(written, "written");
        media.add(set);
        close();
        return media;
    }

    /** Nothing more is written. */
    void close() {
        paths.forEach(instance.disk()::unlock);
    }

    private MediaSet newMedia() {
        return new MediaSet(instance.identifier(), "", paths.size(), compressed, encrypted);
    }

    @Override
    public String toString() {
        return String.join(", ", paths).toUpperCase(Locale.ROOT);
    }
}
