package io.emrops;

import java.util.List;

/** A runbook that was defined wrongly. All faults are told at once; nothing ran. */
public class RunbookDefinitionException extends EmropsException {
    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    /**
     * @param runbookId the id of the runbook
     * @param faults what is wrong, each with the path of its step; at least one
     */
    public RunbookDefinitionException(String runbookId, List<String> faults) {
        super(message(runbookId, faults));
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, in the order of the definition, each beginning with the path of its step. */
    public List<String> faults() {
        return faults;
    }

    private static String message(String runbookId, List<String> faults) {
        return "Runbook \"" + runbookId + "\" has " + (faults.size() == 1 ? "a fault" : faults.size() + " faults")
                + ":\n  - " + String.join("\n  - ", faults);
    }
}
