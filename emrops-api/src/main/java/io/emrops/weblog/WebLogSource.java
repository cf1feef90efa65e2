package io.emrops.weblog;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;

/**
 * Where the logs of a web server are. Usable by itself, without any runbook. Nothing is changed, and a server that writes meanwhile is not hindered.
 *
 * <p>All methods may be called from any thread. They throw {@link TargetUnavailableException} if the logs cannot be read. Servers write their logs with a
 * delay, IIS of up to a minute: the last requests may not be there yet.
 */
public interface WebLogSource {
    /** Whose logs these are. */
    Target target();

    /**
     * Sums up the requests of a time; reads all that may be of it, in memory that does not depend on how much that is.
     *
     * @return the same for the same logs, on any machine
     */
    WebLogReport statistics(WebLogQuery query, Progress progress) throws InterruptedException;

    /**
     * The entries after a place. A last line whose end is not written yet is left for later. Where the file of the place is gone, the next one is read from
     * its begin; one that is shorter than the place was replaced, and is read from its begin too.
     *
     * @param most so many entries at most; from 1 to 100,000
     * @param paths what is told of paths
     * @return no entries if there is nothing new
     */
    WebLogPage read(WebLogPosition since, int most, PathRule paths) throws InterruptedException;

    /** After the last whole line that there is, to follow the logs from now on. */
    WebLogPosition end() throws InterruptedException;
}
