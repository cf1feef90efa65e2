package io.emrops.terminal;

import io.emrops.Report;
import io.emrops.Run;
import io.emrops.Secret;
import io.emrops.event.RunListener;

/** How an operator is talked to. */
interface Form extends RunListener, AutoCloseable {
    Report attend(Run run) throws InterruptedException;

    Secret secret(String what);

    boolean isLive();

    @Override
    void close();
}
