package io.emrops.core.files;

import java.util.List;

/**
 * What an archive says of its content. Written as JSON, so components are never renamed.
 *
 * @param format 1
 * @param key the idempotency key of the step that made it
 * @param takenAt an instant, as text
 */
record Manifest(int format, String key, String takenAt, List<Source> sources, List<Entry> entries) {
    /** Its name in an archive. */
    static final String NAME = "emrops-manifest.json";
    /** Where the files lie in an archive. */
    static final String FILES = "files/";

    Manifest {
        sources = List.copyOf(sources);
        entries = List.copyOf(entries);
    }

    /**
     * What the user named.
     *
     * @param name the last part of its path, and the first one of its entries
     * @param path where it was, absolute
     */
    record Source(String name, String path) {}

    /**
     * A file, directory or link.
     *
     * @param name relative, with slashes; begins with the name of its source
     * @param size of a file; 0 for others
     * @param sha256 of a file, in hexadecimal; empty for others
     * @param link where a link leads, relative to the directory it is in; empty for others
     * @param mode as {@code rw-r-----}; empty where the file system has no such permissions
     * @param modified an instant, as text
     */
    record Entry(String name, Kind kind, long size, String sha256, String link, String mode, String modified) {
        Entry withContent(long readSize, String readSha256) {
            return new Entry(name, kind, readSize, readSha256, link, mode, modified);
        }
    }

    enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }

    int files() {
        return (int) entries.stream().filter(e -> e.kind() == Kind.FILE).count();
    }

    /** What belongs to a source. */
    List<Entry> entriesOf(Source source) {
        return entries.stream()
                .filter(e -> e.name().equals(source.name()) || e.name().startsWith(source.name() + "/"))
                .toList();
    }
}
