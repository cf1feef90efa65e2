package io.emrops.testkit.windows.command;

import java.io.IOException;
import java.util.List;

/** The files of a host, as they are reached without a command. Paths are those of Windows, absolute. Safe for use by several threads. */
public interface HostFiles {
    /** What is at a path. */
    enum Kind {
        /** A file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** Nothing. */
        NONE
    }

    /** What is there. */
    Kind kind(String path);

    /**
     * What is in a file.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    byte[] read(String path) throws IOException;

    /**
     * Writes a file, in place of what was there.
     *
     * @throws java.nio.file.NoSuchFileException if there is no directory for it
     * @throws java.nio.file.AccessDeniedException if nobody may
     * @throws IOException if there is no room, or it is in use
     */
    void write(String path, byte[] bytes) throws IOException;

    /**
     * Removes a file.
     *
     * @throws IOException as for {@link #write}
     */
    void delete(String path) throws IOException;

    /** The names of what is in a directory. */
    List<String> names(String directory);
}
