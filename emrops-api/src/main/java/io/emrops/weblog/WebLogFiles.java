package io.emrops.weblog;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/**
 * The files that a web server writes its logs to, on a machine that is asked for them piece by piece. It knows nothing of what is in them.
 *
 * <p>All methods may be called from any thread, change nothing, and do not hinder the server. They throw {@link TargetUnavailableException} if the machine is not
 * reached, or does not let the files be read.
 */
public interface WebLogFiles {
    /** Whose logs these are. */
    Target target();

    /** All files that there are, in any order, also the one that is written to. Files of other kinds may be among them. */
    List<WebLogFile> files() throws InterruptedException;

    /**
     * Bytes of a file from an offset on: as many as there are, as there is room for, or as one call brings, but one at least if the file goes on there.
     *
     * @param name as listed
     * @param offset in bytes; none are read from beyond the end
     * @param to its position is moved behind them; not touched if this fails
     * @return the length that the file has now; empty if there is no such file any more
     */
    OptionalLong read(String name, long offset, ByteBuffer to) throws InterruptedException;
}
