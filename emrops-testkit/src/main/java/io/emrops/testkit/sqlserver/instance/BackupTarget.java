package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.statement.BackupOption;
import io.emrops.testkit.sqlserver.statement.BackupOption.Compression;
import io.emrops.testkit.sqlserver.statement.Device;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a backup goes: new files, or behind the sets of a media set that is there ("Media sets, media families, and backup sets"). */
final class BackupTarget {
    private static final int MOST_DEVICES = 64;
    private static final int LONGEST_PATH = 259;
    private static final DateTimeFormatter EXPIRY =
            DateTimeFormatter.ofPattern("MMM d yyyy h:mm:ss:SSSa", Locale.ENGLISH);

    private final Instance instance;
    private final List<String> paths;
    private final BackupChoices choices;
    private @Nullable MediaSet existing;
    private @Nullable MediaSet written;
    private boolean initialises;

    private BackupTarget(Instance instance, List<String> paths, BackupChoices choices) {
        this.instance = instance;
        this.paths = paths;
        this.choices = choices;
    }

    /** @throws Refusal if a device cannot be had, or its media does not fit */
    static BackupTarget of(Instance instance, List<Device> devices, BackupChoices choices, Values values)
            throws Refusal {
        var target = new BackupTarget(instance, paths(instance, devices, values), choices);
        target.open();
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

    private void open() throws Refusal {
        for (var path : paths) {
            var error = instance.disk().errorOfWriting(path);
            if (error.isPresent()) {
                throw instance.refusal(3201, path, OperatingSystem.error(error.get()));
            }
        }
        if (choices.formats()) {
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
        requireAllowed(media);
        initialises = choices.has(BackupOption.Flag.INIT);
        if (!initialises && (media.isBrokenOff() || isCutOff())) {
            throw instance.refusal(3266, paths.get(0));
        }
        if (choices.encryption().isPresent() && !(initialises && media.encrypted())) {
            throw instance.refusal(3095);
        }
        if (choices.compression().isPresent() && !media.compressed()) {
            throw instance.refusal(3098, "COMPRESSION", "COMPRESSION", "NO_COMPRESSION");
        }
        if (choices.has(BackupOption.Flag.NO_COMPRESSION) && media.compressed()) {
            throw instance.refusal(3098, "NO_COMPRESSION", "NO_COMPRESSION", "COMPRESSION");
        }
    }

    /** @throws Refusal if the media has another name, or a set on it may not be written over yet */
    private void requireAllowed(MediaSet media) throws Refusal {
        if (!choices.respects()) {
            return;
        }
        var name = choices.text(BackupOption.Setting.MEDIANAME);
        if (!name.isEmpty() && !name.equals(media.name())) {
            throw instance.refusal(4037, name, media.name(), paths.get(0));
        }
        for (var set : choices.has(BackupOption.Flag.INIT) ? media.sets() : List.<BackupSet>of()) {
            var expires = set.expires();
            if (expires.isPresent() && expires.get().isAfter(instance.now())) {
                throw instance.refusal(4030, paths.get(0), EXPIRY.format(HeaderOnly.local(instance, expires.get())));
            }
        }
    }

    /** How it is compressed: a media set that is there decides if nothing is said. */
    Optional<Compression.Algorithm> compression() {
        var media = existing;
        return media != null && media.compressed() && choices.compression().isEmpty()
                ? Optional.of(Compression.Algorithm.MS_XPRESS)
                : choices.compression();
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
        return existing == null || initialises ? 1 : existing.nextPosition();
    }

    /** Begins to write: from here on there is a set that has no end. */
    void begin() throws Refusal {
        var isNew = existing == null;
        var media = existing == null ? newMedia() : existing;
        if (initialises) {
            media.clear();
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

    private MediaSet newMedia() throws Refusal {
        return new MediaSet(
                instance.identifier(),
                choices.text(BackupOption.Setting.MEDIANAME),
                choices.text(BackupOption.Setting.MEDIADESCRIPTION),
                paths.size(),
                choices.compression().isPresent(),
                choices.encryption().isPresent());
    }

    @Override
    public String toString() {
        return String.join(", ", paths).toUpperCase(Locale.ROOT);
    }
}
