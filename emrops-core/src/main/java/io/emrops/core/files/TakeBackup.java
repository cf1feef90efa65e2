package io.emrops.core.files;

import io.emrops.DataSize;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import io.emrops.core.storage.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** See {@link StateBackup#into}. */
record TakeBackup(List<Path> sources, Path directory, Room room) implements Operation<FileBackup> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    /** The manifest, and what an incompressible file grows by. */
    private static final long SPARE = 1 << 20;

    /** How many bytes may still be written below a path. */
    @FunctionalInterface
    interface Room {
        long at(Path existing) throws IOException;
    }

    @Override
    public String describe() {
        return "Copy "
                + sources.stream().map(s -> s.getFileName().toString()).collect(Collectors.joining(", "))
                + " into a verified archive in " + directory;
    }

    @Override
    public Output<FileBackup> output() {
        return Output.of(FileBackup.class);
    }

    @Override
    public Target target() {
        return Target.thisMachine();
    }

    @Override
    public Preview<FileBackup> preview(Inputs in) {
        var scan = Scan.of(sources, directory);
        requireRoom(scan);
        var changes = sources.stream()
                .map(s -> "copies " + s + " into an archive in " + directory)
                .toList();
        return Preview.<FileBackup>of(changes)
                .remark(scan.files() + " files of together " + new DataSize(scan.bytes()));
    }

    @Override
    public FileBackup execute(StepContext run) throws InterruptedException {
        var made = find(run.idempotencyKey());
        if (made.isPresent()) {
            return made.get();
        }
        var scan = Scan.of(sources, directory);
        requireRoom(scan);
        try {
            PrivateFiles.ensureDirectory(directory);
            var temporary = directory.resolve(".state-" + hash(run.idempotencyKey()) + ".tmp");
            Files.deleteIfExists(temporary);
            try {
                return write(run, scan, temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new TargetUnavailableException(
                    "The backup could not be written to " + directory + "; nothing of it was left", e, target());
        }
    }

    @Override
    public Probe<FileBackup> probe(StepContext run) {
        return find(run.idempotencyKey()).map(Probe::applied).orElseGet(Probe::notApplied);
    }

    @Override
    public Undoing<FileBackup> undoing() {
        return Undoing.nothing("a backup is kept");
    }

    @Override
    public String kind() {
        return "files.backup";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("sources", sources.toString(), "directory", directory.toString());
    }

    /** The backup made under this key. An archive gets its name when it is complete; a damaged one does not count. */
    private Optional<FileBackup> find(String key) {
        try (var archives = Files.newDirectoryStream(directory, "state-*-" + hash(key) + ".zip")) {
            for (var path : archives) {
                var archive = Archive.read(path);
                if (archive.manifest().key().equals(key)) {
                    return Optional.of(archive.toBackup());
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException | Archive.DamagedException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new TargetUnavailableException("The directory " + directory + " cannot be read", e, target());
        }
    }

    private FileBackup write(StepContext run, Scan scan, Path temporary) throws IOException, InterruptedException {
        PrivateFiles.createFile(temporary);
        var takenAt = run.now();
        // A stream rather than a channel: an interrupt closes a channel in the middle of a write.
        try (var file = new FileOutputStream(temporary.toFile());
                var zip = new ZipOutputStream(new BufferedOutputStream(file, 64 << 10))) {
            var entries = new ArrayList<Manifest.Entry>();
            for (var found : scan.found()) {
                entries.add(found.entry().kind() == Manifest.Kind.FILE ? copy(found, zip) : found.entry());
                run.progress().report(entries.size(), scan.found().size(), "files copied");
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted between two files; nothing was left");
                }
            }
            var named = sources.stream()
                    .map(s -> new Manifest.Source(s.getFileName().toString(), s.toString()))
                    .toList();
            zip.putNextEntry(new ZipEntry(Manifest.NAME));
            zip.write(Archive.JSON
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsBytes(new Manifest(1, run.idempotencyKey(), takenAt.toString(), named, entries)));
            zip.finish();
            zip.flush();
            file.getFD().sync();
        }
        return publish(temporary, directory.resolve(name(takenAt, run.idempotencyKey())));
    }

    private Manifest.Entry copy(Scan.Found found, ZipOutputStream zip) throws IOException {
        var entry = new ZipEntry(Manifest.FILES + found.entry().name());
        var before = Files.readAttributes(found.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        entry.setLastModifiedTime(before.lastModifiedTime());
        zip.putNextEntry(entry);
        String sha256;
        try (var in = Files.newInputStream(found.path(), LinkOption.NOFOLLOW_LINKS)) {
            sha256 = Archive.hash(in, zip);
        }
        zip.closeEntry();
        var after = Files.readAttributes(found.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (before.size() != after.size() || !before.lastModifiedTime().equals(after.lastModifiedTime())) {
            throw new TargetUnavailableException(
                    found.path() + " was written to while it was copied; nothing of the backup was left",
                    null,
                    target());
        }
        return found.entry().withContent(before.size(), sha256);
    }

    private FileBackup publish(Path temporary, Path archive) throws IOException {
        try {
            Archive.read(temporary);
            Files.move(temporary, archive, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.forceDirectory(directory);
            return Archive.read(archive).toBackup();
        } catch (Archive.DamagedException e) {
            throw new IOException("What was written is not what is read back", e);
        }
    }

    private void requireRoom(Scan scan) {
        try {
            var existing = directory;
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            var free = room.at(existing);
            if (free - SPARE < scan.bytes()) {
                throw new PreconditionFailedException(
                        "There is no room for the backup in " + directory + ": " + new DataSize(scan.bytes())
                                + " are to be copied, " + new DataSize(free) + " are free; nothing was written",
                        null,
                        target());
            }
        } catch (IOException e) {
            throw new TargetUnavailableException(
                    "The file system of " + directory + " does not tell its free space", e, target());
        }
    }

    private static String name(Instant time, String key) {
        return "state-" + TIME.format(time) + "-" + hash(key) + ".zip";
    }

    /** Of an idempotency key, which holds characters that file names do not. */
    static String hash(String key) {
        var digest = Archive.digest().digest(key.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 8);
    }
}
