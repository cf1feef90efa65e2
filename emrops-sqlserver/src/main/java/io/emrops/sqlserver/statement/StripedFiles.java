package io.emrops.sqlserver.statement;

import java.util.List;
import java.util.stream.Collectors;

/** The files of one backup, in a statement. */
final class StripedFiles {
    private static final int MAX = 64;

    private StripedFiles() {}

    static void require(List<ServerPath> files) {
        if (files.isEmpty() || files.size() > MAX) {
            throw new IllegalArgumentException("A backup has 1 to " + MAX + " files, not " + files.size());
        }
        for (var i = 0; i < files.size(); i++) {
            for (var j = 0; j < i; j++) {
                if (files.get(i).isSameAs(files.get(j))) {
                    throw new IllegalArgumentException("A backup has no file twice: " + files.get(i));
                }
            }
        }
    }

    static String text(List<ServerPath> files) {
        return files.stream().map(file -> "DISK = " + file.quoted()).collect(Collectors.joining(", "));
    }
}
