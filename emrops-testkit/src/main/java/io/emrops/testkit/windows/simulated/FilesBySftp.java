package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.command.HostFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** The simulated files, for SFTP. */
final class FilesBySftp implements HostFiles {
    private final SimulatedFiles files;

    FilesBySftp(SimulatedFiles files) {
        this.files = files;
    }

    @Override
    public Kind kind(String path) {
        return files.isDirectory(path) ? Kind.DIRECTORY : files.read(path).isPresent() ? Kind.FILE : Kind.NONE;
    }

    @Override
    public byte[] read(String path) throws NoSuchFileException {
        return files.read(path).orElseThrow(() -> new NoSuchFileException(path));
    }

    @Override
    public void write(String path, byte[] bytes) throws IOException {
        translated(path, () -> files.write(path, bytes));
    }

    @Override
    public void delete(String path) throws IOException {
        translated(path, () -> files.delete(path));
    }

    private static void translated(String path, Runnable work) throws IOException {
        try {
            work.run();
        } catch (PowerShellError e) {
            throw switch (e.id()) {
                case "UnauthorizedAccessException" -> new AccessDeniedException(path);
                case "DirectoryNotFoundException", "FileNotFoundException" -> new NoSuchFileException(path);
                default -> new FileSystemException(path);
            };
        }
    }

    @Override
    public List<String> names(String directory) {
        return files.in(directory).stream()
                .map(path -> path.substring(path.lastIndexOf('\\') + 1))
                .toList();
    }
}
