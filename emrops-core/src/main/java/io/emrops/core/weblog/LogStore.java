package io.emrops.core.weblog;

import io.emrops.Target;
import io.emrops.weblog.WebLogFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Where files of logs are. */
interface LogStore {
    Target target();

    List<WebLogFile> list() throws IOException;

    /**
     * @param at where reading begins
     * @throws NoSuchFileException if it was deleted since it was listed
     */
    LogFile open(WebLogFile file, long at) throws IOException;

    /** Whether this is one file, whatever its name. */
    boolean single();

    /** How many threads may read at once, if so many want to. */
    int threads(int wanted);
}
