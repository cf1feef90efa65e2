package io.emrops.logs;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;

/**
 * Collects the logs of an application. Usable by itself, without any runbook.
 *
 * <p>It reads from the platform, and changes nothing there. All methods block and may be called from any thread. They throw {@link
 * TargetUnavailableException} if the platform does not answer or is lost in the middle; there is no new file then.
 */
public interface LogCollector {
    /** Whose logs. */
    Target target();

    /**
     * What would be read, one line for each service; reads no log.
     *
     * @throws PreconditionFailedException if it would certainly be refused, as for a directory that is not private
     */
    List<String> preview(LogRequest request);

    /**
     * Reads the log of each instance once, from its beginning in time to its end, and writes what was asked for. Memory does not grow
     * with the logs, nor with the length of a line. An instance whose log cannot be read is told in {@link LogCollection#gaps}, and the
     * others are collected.
     *
     * <p>Files have their names when all of them are whole: after a failure or an interrupt there is no new file.
     *
     * @throws PreconditionFailedException if the directory is missing, not writable or not private, an asked-for service is not there, or
     *     no log at all can be read; nothing was written
     * @throws StepFailedException if the files cannot be written, as on a full disk
     */
    LogCollection collect(LogRequest request, Progress progress) throws InterruptedException;
}
