package io.emrops.terminal;

import io.emrops.EmropsException;

/**
 * The operator pressed Ctrl-C a second time and left the run as it is: it goes on until its engine is closed, and can be
 * resumed afterwards.
 */
public final class OperatorLeftException extends EmropsException {
    private static final long serialVersionUID = 1L;

    OperatorLeftException(String runId) {
        super(
                "The operator left run " + runId + " as it is. Once its engine is closed, it can be gone on with: "
                        + "engine.resume(runbook, \"" + runId + "\")",
                null,
                runId,
                null,
                null);
    }
}
