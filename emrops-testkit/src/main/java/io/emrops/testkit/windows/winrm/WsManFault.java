package io.emrops.testkit.windows.winrm;

import java.io.Serial;

/** A request that is answered by a fault. */
final class WsManFault extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    final String side;
    final String subcode;
    final long code;

    private WsManFault(String side, String subcode, long code, String text) {
        super(text, null, false, false);
        this.side = side;
        this.subcode = subcode;
        this.code = code;
    }

    static WsManFault timedOut() {
        return new WsManFault(
                "s:Receiver",
                "w:TimedOut",
                2150858793L,
                "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.");
    }

    static WsManFault unknownShell(String id) {
        return new WsManFault(
                "s:Sender",
                "w:InvalidSelectors",
                2150858843L,
                "The request for the Windows Remote Shell with ShellId " + id
                        + " failed because the shell was not found on the server.");
    }

    static WsManFault tooManyShells(int most) {
        return new WsManFault(
                "s:Receiver",
                "w:QuotaLimit",
                2150859173L,
                "The WS-Management service cannot process the request. This user is allowed a maximum number of " + most
                        + " concurrent shells, which has been exceeded. Close existing shells or raise the quota for this user.");
    }

    static WsManFault tooLarge() {
        return new WsManFault(
                "s:Sender", "w:EncodingLimit", 2150858824L, "The request is larger than the maximum envelope size.");
    }

    static WsManFault unknownAction() {
        return new WsManFault(
                "s:Sender",
                "a:ActionNotSupported",
                2150858771L,
                "The WS-Management service does not support the action specified in the request.");
    }

    static WsManFault noSuchCommand() {
        return new WsManFault("s:Sender", "w:InvalidParameter", 87, "The parameter is incorrect.");
    }

    static WsManFault malformed() {
        return new WsManFault(
                "s:Sender",
                "w:SchemaValidationError",
                2150858817L,
                "The SOAP XML in the message does not match the corresponding XML schema definition.");
    }
}
