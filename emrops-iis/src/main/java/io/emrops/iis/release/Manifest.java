package io.emrops.iis.release;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All files of a release, sorted by their paths as UTF-16 has them. {@link ReleasePackage#digest} has its form. */
record Manifest(List<ReleaseFile> files) {
    Manifest {
        files = List.copyOf(files);
    }

    long bytes() {
        return files.stream().mapToLong(ReleaseFile::length).sum();
    }

    int longestPath() {
        return files.stream().mapToInt(file -> file.path().length()).max().orElse(0);
    }

    int longestFolder() {
        return files.stream()
                .mapToInt(file -> Math.max(0, file.path().lastIndexOf('/')))
                .max()
                .orElse(0);
    }

    byte[] text() {
        var text = new ByteArrayOutputStream();
        line(text, "emrops-release 1 " + files.size() + " " + bytes());
        files.forEach(file -> line(text, file.sha256() + " " + file.length() + " " + file.path()));
        return text.toByteArray();
    }

    private static void line(ByteArrayOutputStream text, String line) {
        text.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        text.write('\n');
    }
}
