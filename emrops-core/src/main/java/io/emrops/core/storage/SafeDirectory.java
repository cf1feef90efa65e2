package io.emrops.core.storage;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a directory is a place to keep records and locks in: local, writable, and not writable by everybody. On
 * network mounts locks and forces do not promise what a local disk promises.
 */
public final class SafeDirectory {
    private static final Logger log = LoggerFactory.getLogger(SafeDirectory.class);

    private static final Set<String> NETWORK = Set.of(
            "9p",
            "afs",
            "beegfs",
            "ceph",
            "cifs",
            "davfs",
            "fuse.blobfuse",
            "fuse.blobfuse2",
            "fuse.ceph",
            "fuse.davfs",
            "fuse.gcsfuse",
            "fuse.glusterfs",
            "fuse.goofys",
            "fuse.juicefs",
            "fuse.rclone",
            "fuse.s3fs",
            "fuse.smbnetfs",
            "fuse.sshfs",
            "glusterfs",
            "gpfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs3",
            "nfs4",
            "ocfs2",
            "prl_fs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "sshfs",
            "vboxsf",
            "webdav");

    /** Names the type of the file system that a directory is on, such as {@code ext4}. */
    @FunctionalInterface
    public interface MountType {
        /** What the operating system says. */
        MountType OF_THE_SYSTEM = directory -> Files.getFileStore(directory).type();

        String of(Path directory) throws IOException;
    }

    private SafeDirectory() {}

    /**
     * Makes the directory if it is missing, and checks it.
     *
     * @return its canonical path
     * @throws StoreException {@code NOT_WRITABLE} if it is no place to write to
     */
    public static Path ensure(Path directory, MountType mounts) {
        try {
            requireLocal(nearestExisting(directory.toAbsolutePath()), mounts);
            PrivateFiles.ensureDirectory(directory);
            Path real = directory.toRealPath();
            requireLocal(real, mounts);
            requireNotWorldWritable(real);
            if (!Files.isWritable(real) || Files.getFileStore(real).isReadOnly()) {
                throw new StoreException(Problem.NOT_WRITABLE, real + " is not writable");
            }
            return real;
        } catch (IOException e) {
            throw new StoreException(Problem.NOT_WRITABLE, directory + " cannot be made or written to", e);
        }
    }

    private static Path nearestExisting(Path directory) {
        Path at = directory;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static void requireLocal(Path directory, MountType mounts) {
        String type;
        try {
            type = mounts.of(directory).toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            log.debug("The file system of {} is not known", directory, e);
            return;
        }
        Path root = directory.getRoot();
        boolean share = root != null && root.toString().startsWith("\\\\");
        if (share || NETWORK.contains(type)) {
            throw new StoreException(
                    Problem.NOT_WRITABLE,
                    directory + " is on a network mount (" + (share ? "share" : type) + "); take a local disk");
        }
    }

    private static void requireNotWorldWritable(Path directory) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new StoreException(Problem.NOT_WRITABLE, directory + " is writable by everybody");
        }
    }
}
