package io.emrops.windows.winrm;

import io.emrops.windows.wire.XmlElement;

/** A host says no. Its words are left where they are; the code is enough. */
final class WsManFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** ERROR_WSMAN_OPERATION_TIMEDOUT: nothing has happened yet. */
    private static final String NOTHING_YET = "2150858793";
    /** ERROR_BUSY: what was sent before is still being written to the command. */
    private static final String BUSY = "170";

    private final String code;

    private WsManFault(String code) {
        super("WS-Management fault " + code);
        this.code = code;
    }

    static WsManFault of(XmlElement fault, int status) {
        return new WsManFault(fault.first("WSManFault")
                .flatMap(detail -> detail.attribute("Code"))
                .filter(found -> found.matches("\\d{1,10}"))
                .orElse("HTTP " + status));
    }

    String code() {
        return code;
    }

    boolean isNothingYet() {
        return code.equals(NOTHING_YET);
    }

    boolean isBusy() {
        return code.equals(BUSY);
    }
}
