package io.emrops.certificates.file;

import io.emrops.certificate.CertificateStore.Stage;
import io.emrops.spi.file.PrivateFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * What is kept beside a service's files while they change, and after that: {@code emr.pem.rotation} holds the new ones and copies of the old ones of the change that is under way,
 * {@code emr.pem.archive} a folder for each that ended. A change gets on by one rename at a time, so that it is at one stage or the next at any moment.
 */
final class RotationFolder {
    private static final String FINISHED = ".finished";
    private static final String PUT_BACK = ".put-back";
    private static final String MANIFEST = "change.properties";
    private static final String NEXT = "next-";
    private static final String BEFORE = "before-";
    private static final String PERMISSIONS = "permissions-";
    private static final String NUMBER = "number";
    private static final String PART = ".part";
    /** Of one change a month, for eight years. */
    private static final int NOTES = 100;

    private final Path current;
    private final Path archive;
    private final int kept;

    /** @param kept how many old ones stay in the archive */
    RotationFolder(Path first, int kept) {
        var name = first.getFileName().toString();
        this.current = first.resolveSibling(name + ".rotation");
        this.archive = first.resolveSibling(name + ".archive");
        this.kept = kept;
    }

    /**
     * A change that has begun here.
     *
     * @param folder where it is now
     * @param ended how it ended; empty while it is under way
     * @param next hashes of the new files
     * @param before hashes of the old ones, empty for those that were not there
     * @param permissions of the old ones, empty for those that had none
     * @param number the how-manieth it is here
     */
    record Begun(
            String change,
            Path folder,
            Optional<Stage> ended,
            List<String> next,
            List<String> before,
            List<String> permissions,
            long number) {
        Optional<byte[]> next(int file) throws IOException {
            return read(folder.resolve(NEXT + file));
        }

        Optional<byte[]> before(int file) throws IOException {
            return read(folder.resolve(BEFORE + file));
        }

        private static Optional<byte[]> read(Path file) throws IOException {
            try {
                return Optional.of(Files.readAllBytes(file));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }
    }

    /** The change that is under way; empty if none is. */
    Optional<Begun> underWay() throws IOException {
        return open(current, Optional.empty());
    }

    /** A change by its name, under way or ended; empty if nothing is known of it. */
    Optional<Begun> find(String change) throws IOException {
        var now = underWay().filter(begun -> begun.change().equals(change));
        if (now.isPresent()) {
            return now;
        }
        var finished = open(archived(change, FINISHED), Optional.of(Stage.FINISHED));
        return finished.isPresent() ? finished : open(archived(change, PUT_BACK), Optional.of(Stage.PUT_BACK));
    }

    /**
     * Puts files aside. One that was put back begins anew.
     *
     * @param permissions of the old ones
     * @throws FileAlreadyExistsException if a change is under way
     */
    void begin(String change, List<byte[]> next, List<Optional<byte[]>> before, List<String> permissions)
            throws IOException {
        removeAbandoned();
        var part = current.resolveSibling("." + current.getFileName() + "." + UUID.randomUUID() + PART);
        PrivateFile.ensureDirectory(part);
        try {
            var manifest = new Properties();
            manifest.setProperty("change", change);
            manifest.setProperty("files", String.valueOf(next.size()));
            manifest.setProperty(NUMBER, String.valueOf(nextNumber()));
            for (var i = 0; i < next.size(); i++) {
                write(part.resolve(NEXT + i), next.get(i));
                manifest.setProperty(NEXT + i, sha256(next.get(i)));
                if (before.get(i).isPresent()) {
                    write(part.resolve(BEFORE + i), before.get(i).get());
                }
                manifest.setProperty(PERMISSIONS + i, permissions.get(i));
                manifest.setProperty(
                        BEFORE + i, before.get(i).map(RotationFolder::sha256).orElse(""));
            }
            var text = new StringWriter();
            manifest.store(text, null);
            write(part.resolve(MANIFEST), text.toString().getBytes(StandardCharsets.UTF_8));
            removeAll(archived(change, PUT_BACK));
            claim(part);
        } finally {
            removeAll(part);
        }
    }

    /** A rename does not take the place of a folder that has something in it. */
    private void claim(Path part) throws IOException {
        try {
            Files.move(part, current, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(current.toString());
        } catch (FileSystemException e) {
            if (Files.exists(current)) {
                throw new FileAlreadyExistsException(current.toString());
            }
            throw e;
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (var out = PrivateFile.create(file)) {
            out.out().write(content);
            out.finish();
        }
    }

    /** Its old files go into the archive, its new ones, which are in their place, from here. */
    void finish(Begun begun) throws IOException {
        var ended = end(begun, FINISHED);
        remove(ended, NEXT, begun);
        var old = archived().stream()
                .filter(each -> each.ended().equals(Optional.of(Stage.FINISHED)))
                .toList();
        for (var each : old.subList(Math.min(kept, old.size()), old.size())) {
            remove(each.folder(), BEFORE, each);
        }
        // A note without a key stays of each that is not to be put back any more, or it would be taken for one that
        // never was.
        for (var each : old.subList(Math.min(NOTES, old.size()), old.size())) {
            removeAll(each.folder());
        }
    }

    /** What is left of a change that was put back is that it was. */
    void putBack(Begun begun) throws IOException {
        var ended = end(begun, PUT_BACK);
        remove(ended, NEXT, begun);
        remove(ended, BEFORE, begun);
    }

    private Path end(Begun begun, String how) throws IOException {
        var to = archived(begun.change(), how);
        if (!begun.folder().equals(to)) {
            PrivateFile.ensureDirectory(archive);
            try {
                Files.move(begun.folder(), to, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                throw new IOException("the folder beside cannot be renamed", e);
            }
        }
        return to;
    }

    private static void remove(Path folder, String kind, Begun begun) throws IOException {
        for (var i = 0; i < begun.next().size(); i++) {
            Files.deleteIfExists(folder.resolve(kind + i));
        }
    }

    private Path archived(String change, String how) {
        return archive.resolve(sha256(change.getBytes(StandardCharsets.UTF_8)).substring(0, 32) + how);
    }

    /** All that have ended, the latest first. */
    private List<Begun> archived() throws IOException {
        if (!Files.isDirectory(archive)) {
            return List.of();
        }
        var found = new ArrayList<Begun>();
        for (var each : list(archive)) {
            var how = each.getFileName().toString().endsWith(FINISHED) ? Stage.FINISHED : Stage.PUT_BACK;
            open(each, Optional.of(how)).ifPresent(found::add);
        }
        found.sort(Comparator.comparingLong(Begun::number).reversed());
        return found;
    }

    /** One change at a time is under way, so that they can be counted. */
    private long nextNumber() throws IOException {
        var last = archived();
        return last.isEmpty() ? 1 : last.get(0).number() + 1;
    }

    private static Optional<Begun> open(Path folder, Optional<Stage> ended) throws IOException {
        String text;
        try {
            text = Files.readString(folder.resolve(MANIFEST));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        var manifest = new Properties();
        manifest.load(new StringReader(text));
        var change = manifest.getProperty("change");
        var files = manifest.getProperty("files", "");
        if (change == null
                || !files.matches("\\d{1,2}")
                || !manifest.getProperty(NUMBER, "0").matches("\\d{1,18}")) {
            throw new IOException("what a change has left in " + folder + " cannot be understood");
        }
        var next = new ArrayList<String>();
        var before = new ArrayList<String>();
        var permissions = new ArrayList<String>();
        for (var i = 0; i < Integer.parseInt(files); i++) {
            next.add(manifest.getProperty(NEXT + i, ""));
            before.add(manifest.getProperty(BEFORE + i, ""));
            permissions.add(manifest.getProperty(PERMISSIONS + i, ""));
        }
        return Optional.of(new Begun(
                change,
                folder,
                ended,
                List.copyOf(next),
                List.copyOf(before),
                List.copyOf(permissions),
                Long.parseLong(manifest.getProperty(NUMBER, "0"))));
    }

    /** What a process that died has put aside half-way: it holds keys. */
    private void removeAbandoned() throws IOException {
        var parent = Objects.requireNonNull(current.toAbsolutePath().getParent(), "a file is in a folder");
        var prefix = "." + current.getFileName() + ".";
        for (var each : list(parent)) {
            var name = each.getFileName().toString();
            if (name.startsWith(prefix) && name.endsWith(PART)) {
                removeAll(each);
            }
        }
    }

    private static void removeAll(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (var each : list(folder)) {
            Files.deleteIfExists(each);
        }
        Files.deleteIfExists(folder);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
