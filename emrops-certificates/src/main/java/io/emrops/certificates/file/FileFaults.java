package io.emrops.certificates.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a file system refused, in words that are ours. */
final class FileFaults {
    private FileFaults() {}

    static String words(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no right to " + denied.getFile();
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " is not there";
        }
        if (e instanceof NotDirectoryException other) {
            return other.getFile() + " is no folder";
        }
        var text = String.valueOf(e.getMessage());
        if (text.contains("No space left") || text.contains("not enough space")) {
            return "the disk is full";
        }
        if (text.contains("Read-only file system")) {
            return "the disk is mounted to be read only";
        }
        return text.length() > 200 ? text.substring(0, 200) : text;
    }
}
