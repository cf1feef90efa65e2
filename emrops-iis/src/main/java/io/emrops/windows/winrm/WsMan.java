package io.emrops.windows.winrm;

import io.emrops.windows.wire.CommandLine;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The messages to a shell, as text.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-wsmv/">MS-WSMV: Web Services Management Protocol Extensions</a>
 */
final class WsMan {
    private static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer/";
    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String COMMANDS = SHELL + "/cmd";
    private static final int LARGEST_ENVELOPE = 153_600;

    private final URI to;

    WsMan(URI to) {
        this.to = to;
    }

    /** @param idle after which the host ends the shell by itself, if nobody asks for anything */
    String create(Duration patience, Duration idle) {
        return envelope(
                TRANSFER + "Create",
                patience,
                "",
                Map.of("WINRS_NOPROFILE", "TRUE", "WINRS_CODEPAGE", "65001"),
                "<rsp:Shell><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams>"
                        + "<rsp:IdleTimeOut>" + idle + "</rsp:IdleTimeOut></rsp:Shell>");
    }

    /**
     * Through cmd.exe, which is the way of pywinrm and of masterzen/winrm. Without it hosts look for a program by their own rules, and
     * nobody here has seen which. Nothing in our line means something to cmd.exe, and it has no more characters than that takes.
     */
    String command(Duration patience, String shell, CommandLine command) {
        var body = new StringBuilder("<rsp:CommandLine><rsp:Command>")
                .append(escape(command.program()))
                .append("</rsp:Command>");
        for (var argument : command.arguments()) {
            body.append("<rsp:Arguments>").append(escape(argument)).append("</rsp:Arguments>");
        }
        return envelope(
                SHELL + "/Command",
                patience,
                shell,
                Map.of("WINRS_CONSOLEMODE_STDIN", "FALSE", "WINRS_SKIP_CMD_SHELL", "FALSE"),
                body.append("</rsp:CommandLine>").toString());
    }

    String send(Duration patience, String shell, String command, byte[] input, boolean last) {
        return envelope(
                SHELL + "/Send",
                patience,
                shell,
                Map.of(),
                "<rsp:Send><rsp:Stream Name=\"stdin\" CommandId=\"" + escape(command) + "\""
                        + (last ? " End=\"true\"" : "") + ">"
                        + Base64.getEncoder().encodeToString(input) + "</rsp:Stream></rsp:Send>");
    }

    String receive(Duration patience, String shell, String command) {
        return envelope(
                SHELL + "/Receive",
                patience,
                shell,
                Map.of("WSMAN_CMDSHELL_OPTION_KEEPALIVE", "TRUE"),
                "<rsp:Receive><rsp:DesiredStream CommandId=\"" + escape(command)
                        + "\">stdout stderr</rsp:DesiredStream></rsp:Receive>");
    }

    String terminate(Duration patience, String shell, String command) {
        return envelope(
                SHELL + "/Signal",
                patience,
                shell,
                Map.of(),
                "<rsp:Signal CommandId=\"" + escape(command) + "\"><rsp:Code>" + SHELL
                        + "/signal/terminate</rsp:Code></rsp:Signal>");
    }

    String delete(Duration patience, String shell) {
        return envelope(TRANSFER + "Delete", patience, shell, Map.of(), "");
    }

    private String envelope(String action, Duration patience, String shell, Map<String, String> options, String body) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>\
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
                xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
                xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="%s"><s:Header>\
                <a:To>%s</a:To><a:ReplyTo><a:Address s:mustUnderstand="true">\
                http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>\
                <a:MessageID>uuid:%s</a:MessageID><a:Action s:mustUnderstand="true">%s</a:Action>\
                <w:ResourceURI s:mustUnderstand="true">%s</w:ResourceURI>\
                <w:MaxEnvelopeSize s:mustUnderstand="true">%d</w:MaxEnvelopeSize>\
                <w:OperationTimeout>PT%dS</w:OperationTimeout>%s%s</s:Header><s:Body>%s</s:Body></s:Envelope>""".formatted(
                        SHELL,
                        escape(to.toString()),
                        UUID.randomUUID(),
                        action,
                        COMMANDS,
                        LARGEST_ENVELOPE,
                        Math.max(1, patience.toSeconds()),
                        selector(shell),
                        options(options),
                        body);
    }

    private static String selector(String shell) {
        return shell.isEmpty()
                ? ""
                : "<w:SelectorSet><w:Selector Name=\"ShellId\">" + escape(shell) + "</w:Selector></w:SelectorSet>";
    }

    private static String options(Map<String, String> options) {
        if (options.isEmpty()) {
            return "";
        }
        var set = new StringBuilder("<w:OptionSet>");
        new TreeMap<>(options)
                .forEach((name, value) -> set.append("<w:Option Name=\"")
                        .append(name)
                        .append("\">")
                        .append(value)
                        .append("</w:Option>"));
        return set.append("</w:OptionSet>").toString();
    }

    /** For what a host may have chosen. Not for characters that XML cannot have. */
    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
