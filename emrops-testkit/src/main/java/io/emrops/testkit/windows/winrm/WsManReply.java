package io.emrops.testkit.windows.winrm;

import io.emrops.testkit.windows.command.Piece;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

/** What is answered, as Windows writes it. */
record WsManReply(int status, byte[] body, boolean cut) {
    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
    private static final String ENVELOPE =
            "<s:Envelope xml:lang=\"en-US\" xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                    + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" xmlns:x=\"" + TRANSFER + "\""
                    + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:rsp=\"" + SHELL + "\""
                    + " xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\">";

    private static WsManReply of(int status, String action, String relatesTo, String content) {
        var text = ENVELOPE + "<s:Header><a:Action>" + action + "</a:Action><a:MessageID>uuid:" + newId()
                + "</a:MessageID><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:RelatesTo>"
                + Xml.escape(relatesTo) + "</a:RelatesTo></s:Header><s:Body>" + content + "</s:Body></s:Envelope>";
        return new WsManReply(status, text.getBytes(StandardCharsets.UTF_8), false);
    }

    static String newId() {
        return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    }

    static WsManReply created(WsManRequest request, String shellId, String owner) {
        return of(
                200,
                TRANSFER + "/CreateResponse",
                request.messageId(),
                "<x:ResourceCreated><a:Address>http://localhost/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>"
                        + SHELL
                        + "/cmd</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">" + shellId
                        + "</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated><rsp:Shell><rsp:ShellId>"
                        + shellId + "</rsp:ShellId><rsp:ResourceUri>" + SHELL + "/cmd</rsp:ResourceUri><rsp:Owner>"
                        + Xml.escape(owner)
                        + "</rsp:Owner><rsp:ClientIP>127.0.0.1</rsp:ClientIP><rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut>"
                        + "<rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams>"
                        + "</rsp:Shell>");
    }

    static WsManReply started(WsManRequest request, String commandId) {
        return of(
                200,
                SHELL + "/CommandResponse",
                request.messageId(),
                "<rsp:CommandResponse><rsp:CommandId>" + commandId + "</rsp:CommandId></rsp:CommandResponse>");
    }

    static WsManReply received(WsManRequest request, Piece piece) {
        var command = " CommandId=\"" + Xml.escape(request.commandId()) + "\"";
        var content = new StringBuilder("<rsp:ReceiveResponse>");
        stream("stdout", command, piece.out(), content);
        stream("stderr", command, piece.err(), content);
        var done = piece.exit().isPresent();
        if (done) {
            content.append("<rsp:Stream Name=\"stdout\"").append(command).append(" End=\"true\"></rsp:Stream>");
            content.append("<rsp:Stream Name=\"stderr\"").append(command).append(" End=\"true\"></rsp:Stream>");
        }
        content.append("<rsp:CommandState")
                .append(command)
                .append(" State=\"")
                .append(SHELL)
                .append("/CommandState/");
        content.append(
                done
                        ? "Done\"><rsp:ExitCode>"
                                + Integer.toUnsignedString(piece.exit().getAsInt())
                                + "</rsp:ExitCode></rsp:CommandState>"
                        : "Running\"></rsp:CommandState>");
        var reply = of(
                200,
                SHELL + "/ReceiveResponse",
                request.messageId(),
                content.append("</rsp:ReceiveResponse>").toString());
        return new WsManReply(reply.status, reply.body, piece.cut());
    }

    private static void stream(String name, String command, byte[] bytes, StringBuilder to) {
        if (bytes.length > 0) {
            to.append("<rsp:Stream Name=\"")
                    .append(name)
                    .append('"')
                    .append(command)
                    .append('>');
            to.append(Base64.getEncoder().encodeToString(bytes)).append("</rsp:Stream>");
        }
    }

    static WsManReply sent(WsManRequest request) {
        return of(200, SHELL + "/SendResponse", request.messageId(), "<rsp:SendResponse/>");
    }

    static WsManReply signalled(WsManRequest request) {
        return of(200, SHELL + "/SignalResponse", request.messageId(), "<rsp:SignalResponse/>");
    }

    static WsManReply deleted(WsManRequest request) {
        return of(200, TRANSFER + "/DeleteResponse", request.messageId(), "");
    }

    static WsManReply fault(String relatesTo, WsManFault fault) {
        var text = Xml.escape(String.valueOf(fault.getMessage()));
        return of(
                500,
                "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault",
                relatesTo,
                "<s:Fault><s:Code><s:Value>" + fault.side + "</s:Value><s:Subcode><s:Value>" + fault.subcode
                        + "</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en-US\">" + text
                        + "</s:Text></s:Reason><s:Detail><f:WSManFault xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\""
                        + " Code=\"" + fault.code + "\" Machine=\"localhost\"><f:Message>" + text
                        + "</f:Message></f:WSManFault></s:Detail></s:Fault>");
    }
}
