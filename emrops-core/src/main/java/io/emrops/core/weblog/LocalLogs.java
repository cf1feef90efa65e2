package io.emrops.core.weblog;

import io.emrops.Target;
import io.emrops.weblog.WebLogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Files of this machine.
 *
 * @param place a directory, or a file
 */
record LocalLogs(Path place) implements LogStore {
    @Override
    public Target target() {
        return new Target("w3c-logs", place.toString(), place.toString());
    }

    @Override
    public boolean single() {
        return Files.isRegularFile(place);
    }

    @Override
    public int threads(int wanted) {
        return wanted;
    }

    @Override
    public List<WebLogFile> list() throws IOException {
        var found = new ArrayList<WebLogFile>();
        for (var path : paths()) {
            try {
                var seen = Files.readAttributes(path, BasicFileAttributes.class);
                if (seen.isRegularFile()) {
                    var name = String.valueOf(path.getFileName());
                    found.add(new WebLogFile(
                            name, seen.size(), seen.lastModifiedTime().toInstant(), ""));
                }
            } catch (NoSuchFileException e) {
                LogFiles.passOver(this, path.toString(), e);
            }
        }
        return found;
    }

    private List<Path> paths() throws IOException {
        if (single()) {
            return List.of(place);
        }
        try (var files = Files.list(place)) {
            return files.filter(file -> LogFiles.isLog(String.valueOf(file.getFileName())))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public LogFile open(WebLogFile file, long at) throws IOException {
        return new Local(FileChannel.open(single() ? place : place.resolve(file.name()), StandardOpenOption.READ));
    }

    private record Local(FileChannel channel) implements LogFile {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(byte[] to, int start, int count, long at) throws IOException {
            return channel.read(ByteBuffer.wrap(to, start, count), at);
        }

        @Override
        public String identity() throws IOException {
            var first = new byte[FIRST];
            if (channel.read(ByteBuffer.wrap(first), 0) < FIRST) {
                return "";
            }
            var sum = new CRC32C();
            sum.update(first);
            return Long.toHexString(sum.getValue());
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
