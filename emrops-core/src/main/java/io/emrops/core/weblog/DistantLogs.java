package io.emrops.core.weblog;

import io.emrops.Target;
import io.emrops.weblog.WebLogFile;
import io.emrops.weblog.WebLogFiles;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;

/** Files of another machine, read by one thread. */
record DistantLogs(WebLogFiles files) implements LogStore {
    @Override
    public Target target() {
        return files.target();
    }

    @Override
    public boolean single() {
        return false;
    }

    @Override
    public int threads(int wanted) {
        return 1;
    }

    @Override
    public List<WebLogFile> list() throws IOException {
        try {
            return files.files().stream()
                    .filter(file -> LogFiles.isLog(file.name()))
                    .toList();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public LogFile open(WebLogFile file, long at) throws IOException {
        return new DistantFile(files, file, at);
    }

    /** As a file of this machine has it. */
    static ClosedByInterruptException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var interrupted = new ClosedByInterruptException();
        interrupted.initCause(cause);
        return interrupted;
    }
}
