package io.emrops.testkit.windows.winrm;

import io.emrops.testkit.windows.command.CommandLine;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** A request of WS-Management, as far as a shell needs it. */
record WsManRequest(Xml envelope) {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LARGEST_ENVELOPE = 512_000;
    private static final int SMALLEST_ENVELOPE = 8192;

    static WsManRequest parse(byte[] body) throws WsManFault {
        try {
            var envelope = Xml.parse(body);
            if (!envelope.name().equals("Envelope")) {
                throw WsManFault.malformed();
            }
            return new WsManRequest(envelope);
        } catch (XMLStreamException e) {
            throw WsManFault.malformed();
        }
    }

    private Optional<String> text(String name) {
        return envelope.first(name).map(it -> it.text().strip());
    }

    /** The last part of the action's address, such as {@code Create}. */
    String action() {
        var action = text("Action").orElse("");
        return action.substring(action.lastIndexOf('/') + 1);
    }

    String messageId() {
        return text("MessageID").orElse("");
    }

    String shellId() {
        return envelope.all("Selector")
                .filter(it -> it.attribute("Name").filter("ShellId"::equals).isPresent())
                .map(it -> it.text().strip())
                .findFirst()
                .orElse("");
    }

    /** As long as the client lets us wait, and never longer than a minute. */
    Duration operationTimeout() throws WsManFault {
        try {
            var asked = text("OperationTimeout").map(Duration::parse).orElse(LONGEST);
            return asked.compareTo(LONGEST) < 0 && !asked.isNegative() ? asked : LONGEST;
        } catch (DateTimeParseException e) {
            throw WsManFault.malformed();
        }
    }

    /** Bytes of a stream that an answer may carry: two streams in Base64, with room for what is around them. */
    int mostOfAStream() throws WsManFault {
        try {
            var asked = text("MaxEnvelopeSize").map(Integer::parseInt).orElse(LARGEST_ENVELOPE);
            return (Math.min(LARGEST_ENVELOPE, Math.max(SMALLEST_ENVELOPE, asked)) - 4096) / 2 / 4 * 3;
        } catch (NumberFormatException e) {
            throw WsManFault.malformed();
        }
    }

    /** {@code cmd.exe} and {@code CreateProcess} both see one line. */
    CommandLine commandLine() throws WsManFault {
        var line = envelope.first("CommandLine").orElseThrow(WsManFault::malformed);
        var words = new ArrayList<String>();
        words.add(line.first("Command").orElseThrow(WsManFault::malformed).text());
        line.all("Arguments").map(Xml::text).forEach(words::add);
        return CommandLine.parse(String.join(" ", words));
    }

    /** Which command a Receive, a Send or a Signal means. */
    String commandId() {
        return List.of("DesiredStream", "Stream", "Signal").stream()
                .flatMap(envelope::all)
                .flatMap(it -> it.attribute("CommandId").stream())
                .findFirst()
                .orElse("");
    }

    byte[] sent() throws WsManFault {
        try {
            return Base64.getMimeDecoder()
                    .decode(envelope.first("Stream").map(Xml::text).orElse(""));
        } catch (IllegalArgumentException e) {
            throw WsManFault.malformed();
        }
    }

    boolean endsInput() {
        return envelope.first("Stream")
                .flatMap(it -> it.attribute("End"))
                .filter(it -> it.equalsIgnoreCase("true") || it.equals("1"))
                .isPresent();
    }

    boolean endsCommand() {
        return text("Code")
                .filter(it -> it.endsWith("/signal/terminate") || it.endsWith("/signal/ctrl_c"))
                .isPresent();
    }
}
