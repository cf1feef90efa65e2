package io.emrops.core.weblog;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of a file, for several threads. */
interface LogFile extends Closeable {
    /** So many bytes a file must have to be known again by them: the time at which IIS began it is among them. */
    int FIRST = 128;

    long size() throws IOException;

    /** How many bytes were read from there; 0 or less at the end. */
    int read(byte[] to, int start, int count, long at) throws IOException;

    /** See {@link io.emrops.weblog.WebLogFile#identity}. */
    String identity() throws IOException;

    @Override
    void close() throws IOException;
}
