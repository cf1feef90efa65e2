package io.emrops.iis.release;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.iis.release.ReleaseScripts.Beside;
import io.emrops.iis.release.ReleaseScripts.Folder;
import io.emrops.iis.release.ReleaseScripts.Found;
import io.emrops.iis.release.ReleaseScripts.Looked;
import io.emrops.iis.release.ReleaseScripts.Place;
import io.emrops.iis.release.ReleaseScripts.Root;
import io.emrops.windows.PowerShellHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The releases of one application on a Windows host, each in a folder of its own that is never written again.
 *
 * <pre>{@code
 * var folders = new ReleaseFolders(host, "D:\\apps\\scheduler");
 * var pack = ReleasePackage.of(Path.of("scheduler-2.1.0.zip"), WebConfig.unchanged());
 * var stored = folders.store("2.1.0", pack, Progress.none());
 * stored.folder();   // D:\apps\scheduler\releases\2.1.0-5f2c9d0e11aa
 * folders.prune(5, Set.of(stored.folder()));
 * }</pre>
 *
 * <p>Below the root are {@code releases}, with a folder for each release, its manifest and what is
 * remembered of it beside it, and {@code incoming}, for what is on its way. A release is unpacked beside its folder and compared with its manifest file by file; only then it gets its
 * name, in one move on one volume. So a folder with that name is whole, unless something else has changed it.
 *
 * <p>Each method throws what {@link PowerShellHost} throws, and is safe to repeat: what was cut off goes on. Only one at a time may store or
 * prune in one root; that is for whoever calls.
 */
public final class ReleaseFolders {
    private static final Duration FOR_HASHES = Duration.ofMinutes(20);
    private static final Duration FOR_UNPACKING = Duration.ofMinutes(60);

    private static final String REMEMBERED = ".json";

    private final PowerShellHost host;
    private final ReleasePaths paths;

    /**
     * @param root an absolute path below a drive; it need not be there
     * @throws IllegalArgumentException if it is the root of a drive, or not absolute, or has what names on Windows cannot have
     */
    public ReleaseFolders(PowerShellHost host, String root) {
        this.host = Objects.requireNonNull(host, "host");
        this.paths = new ReleasePaths(root);
    }

    /** With backslashes, without one at its end. */
    public String root() {
        return paths.root();
    }

    /**
     * Where a release is, or will be. The host is not asked.
     *
     * @throws IllegalArgumentException if this is no version or no digest
     */
    public String pathOf(String version, String digest) {
        return paths.folder(version, digest);
    }

    /** How the folder of a version whose package is not made yet can be told: with dots in place of the hash. */
    public String pathToBe(String version) {
        return paths.folderToBe(version);
    }

    /**
     * Puts a release in its folder, unless it is there and whole: the host compares the hashes of all its files. Files that were added to
     * it since are left.
     *
     * @param progress is told bytes of the zip
     * @return what is there now; {@link StoredRelease#stored} is false if nothing was sent
     * @throws PreconditionFailedException if there is no room, twice the zip beside the unpacked files; if the root is below the folder of
     *     Windows; if a path would be longer than {@code powershell.exe} can handle. Nothing was sent. Also if there is a folder of that
     *     name with other files, which is left as it is
     * @throws StepFailedException if what was unpacked there is something else than was sent; the folder has not got its name then
     * @throws UncheckedIOException if the package cannot be read
     */
    public StoredRelease store(String version, ReleasePackage pack, Progress progress) throws InterruptedException {
        var folder = pathOf(version, pack.digest());
        requireShort(folder, pack.manifest());
        var zip = paths.incoming(pack.digest());
        var there = host.run(ReleaseScripts.LOOK
                .with(new Folder(folder, zip))
                .payload(pack.manifestText())
                .within(FOR_HASHES));
        if (there.exists()) {
            requireAsSent(folder, there.differing());
            if (!there.zip() && there.kept().equals(pack.digest())) {
                return stored(version, folder, pack, false, there.added());
            }
        } else {
            send(pack, folder, zip, progress);
        }
        return unpack(version, folder, zip, pack, there);
    }

    private StoredRelease unpack(String version, String folder, String zip, ReleasePackage pack, Looked before)
            throws InterruptedException {
        var unpacked = host.run(ReleaseScripts.UNPACK
                .with(new Folder(folder, zip))
                .payload(pack.manifestText())
                .within(FOR_UNPACKING));
        if (!unpacked.differing().isEmpty()) {
            if (unpacked.existed()) {
                requireAsSent(folder, unpacked.differing());
            }
            throw new StepFailedException(
                    host.target() + " has unpacked something else than was sent (" + some(unpacked.differing()) + "); "
                            + folder + " is not there",
                    null,
                    host.target(),
                    null);
        }
        return stored(version, folder, pack, !unpacked.existed(), before.added());
    }

    private static StoredRelease stored(
            String version, String folder, ReleasePackage pack, boolean stored, List<String> added) {
        return new StoredRelease(
                version, folder, pack.digest(), pack.files().size(), pack.bytes(), stored, List.of(), added);
    }

    private void requireAsSent(String folder, List<String> differing) {
        if (!differing.isEmpty()) {
            throw new PreconditionFailedException(
                    host.target() + ": " + folder + " is there with other files than were sent (" + some(differing)
                            + "): something else has changed it; it was left as it is",
                    null,
                    host.target());
        }
    }

    private static String some(List<String> names) {
        var first = String.join(", ", names.subList(0, Math.min(3, names.size())));
        return names.size() > 3 ? first + " and more" : first;
    }

    private PreconditionFailedException refused(String why) {
        return new PreconditionFailedException(host.target() + ": " + why + "; nothing was sent", null, host.target());
    }

    private void requireShort(String folder, Manifest manifest) {
        var before = folder.length() + ReleasePaths.PART.length() + 1;
        if (before + manifest.longestPath() > ReleasePaths.LONGEST_FILE
                || before + manifest.longestFolder() > ReleasePaths.LONGEST_FOLDER) {
            throw new PreconditionFailedException("The package has paths of up to " + manifest.longestPath()
                    + " characters, which are too long below " + folder + ": together they may have "
                    + ReleasePaths.LONGEST_FILE + ", and folders " + ReleasePaths.LONGEST_FOLDER
                    + "; nothing was sent");
        }
    }

    private void send(ReleasePackage pack, String folder, String to, Progress progress) throws InterruptedException {
        try {
            var zip = Files.createTempFile("emrops-", ".zip");
            try {
                pack.writeZip(zip);
                prepare(new Place(paths.root(), folder, to), 2 * Files.size(zip) + pack.bytes());
                host.upload(zip, to, progress);
            } finally {
                Files.deleteIfExists(zip);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare(Place place, long needed) throws InterruptedException {
        var room = host.run(ReleaseScripts.ROOM.with(place));
        if (room.inSystem()) {
            throw refused(paths.root() + " is in the folder of Windows");
        }
        if (room.free() + room.left() < needed) {
            throw refused("the volume of " + paths.root() + " has " + room.free() + " bytes free, and " + needed
                    + " are needed");
        }
        if (!room.prepared()) {
            host.run(ReleaseScripts.PREPARE.with(new Root(paths.root())));
        }
    }

    /**
     * Looks at a folder, and compares each file with the manifest beside it.
     *
     * @param folder its absolute path on the host
     * @return what is there, {@linkplain StoredRelease#whole whole} or not; empty if it is no folder of releases of this root, is not
     *     there, or has no manifest that belongs to it
     */
    public Optional<StoredRelease> look(String folder) throws InterruptedException {
        var name = paths.name(folder);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var path = paths.folder(name.get());
        var there = host.run(ReleaseScripts.LOOK.with(new Folder(path, "")).within(FOR_HASHES));
        if (!there.exists()) {
            return Optional.empty();
        }
        return Header.parse(there.header())
                .flatMap(header -> ReleasePaths.version(name.get(), there.kept())
                        .map(version -> new StoredRelease(
                                version,
                                path,
                                there.kept(),
                                header.files(),
                                header.bytes(),
                                false,
                                there.differing(),
                                there.added())));
    }

    /**
     * The releases in their folders, the newest first, by when they were unpacked. Their files are not looked at: see {@link #look}. A
     * folder without a manifest that belongs to it is none.
     */
    public List<StoredRelease> list() throws InterruptedException {
        return host.run(ReleaseScripts.LIST.with(new Root(paths.root()))).found().stream()
                .sorted(Comparator.comparing(Found::created)
                        .thenComparing(Found::name)
                        .reversed())
                .flatMap(found -> listed(found).stream())
                .toList();
    }

    private Optional<StoredRelease> listed(Found found) {
        return Header.parse(found.header())
                .flatMap(header -> ReleasePaths.version(found.name(), found.digest())
                        .map(version -> new StoredRelease(
                                version,
                                paths.folder(found.name()),
                                found.digest(),
                                header.files(),
                                header.bytes(),
                                false)));
    }

    /**
     * Removes the oldest releases, but none that is in use: it stays beside those that are kept. What calls that were cut off have left for more than a day goes as well.
     *
     * @param keep how many of the newest stay, at least 1
     * @param never paths of folders that stay, in any case
     * @param inUse is told the paths of folders that would go and cannot, because files in them are in use
     * @return the paths of the folders that are gone
     */
    public List<String> prune(int keep, Set<String> never, Consumer<String> inUse) throws InterruptedException {
        if (keep < 1) {
            throw new IllegalArgumentException("At least one release is kept, not " + keep);
        }
        var stays = new HashSet<String>();
        never.forEach(folder -> stays.add(key(folder)));
        var old = list().stream()
                .skip(keep)
                .map(StoredRelease::folder)
                .filter(folder -> !stays.contains(key(folder)))
                .flatMap(folder -> paths.name(folder).stream())
                .toList();
        var pruned = host.run(ReleaseScripts.PRUNE
                .with(new ReleaseScripts.Old(paths.root(), old))
                .within(FOR_UNPACKING));
        pruned.inUse().forEach(name -> inUse.accept(paths.folder(name)));
        return pruned.removed().stream().map(paths::folder).toList();
    }

    /** As {@link #prune(int, Set, Consumer)}, for those who do not ask what is in use. */
    public List<String> prune(int keep, Set<String> never) throws InterruptedException {
        return prune(keep, never, folder -> {});
    }

    private static String key(String folder) {
        var path = folder.replace('/', '\\').toLowerCase(Locale.ROOT);
        return path.endsWith("\\") ? path.substring(0, path.length() - 1) : path;
    }

    /** Whether this is the path of a folder of releases of this root, in either slash and in any case. The host is not asked. */
    public boolean isOurs(String folder) {
        return paths.name(folder).isPresent();
    }

    /**
     * What was remembered of a folder.
     *
     * @return empty if nothing was, or it is no folder of releases of this root
     * @throws PreconditionFailedException if the file beside it holds something else
     */
    public Optional<RememberedRelease> remembered(String folder) throws InterruptedException {
        var name = paths.name(folder);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var file = paths.folder(name.get()) + REMEMBERED;
        var there = host.run(ReleaseScripts.REMEMBERED.with(new Beside(file)));
        if (!there.exists()) {
            return Optional.empty();
        }
        var remembered = RememberedFile.read(there.content());
        if (remembered.isEmpty()) {
            throw refused(file + " is not one that was written here");
        }
        return remembered;
    }

    /**
     * Writes down beside its folder how a release is switched to, in place of what was remembered of it, and in one move: a reader finds
     * the old one or the new one. It goes with the folder.
     *
     * @throws IllegalArgumentException if its folder is none of this root, or it cannot be written as JSON of at most 1 MiB
     */
    public void remember(RememberedRelease release) throws InterruptedException {
        var name = paths.name(release.folder())
                .orElseThrow(() -> new IllegalArgumentException(
                        release.folder() + " is no folder of a release below " + paths.root()));
        var text = RememberedFile.write(release);
        if (text.length > 1 << 20) {
            throw new IllegalArgumentException(
                    "A release is remembered in at most 1 MiB, not " + text.length + " bytes");
        }
        host.run(ReleaseScripts.REMEMBER
                .with(new Beside(paths.folder(name) + REMEMBERED))
                .payload(text));
    }

    /** Host and root. */
    @Override
    public String toString() {
        return host + " " + paths.root();
    }
}
