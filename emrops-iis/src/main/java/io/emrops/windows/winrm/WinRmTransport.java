package io.emrops.windows.winrm;

import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.Transport;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import io.emrops.windows.wire.XmlElement;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A shell for each visit. */
public final class WinRmTransport implements Transport {
    /** How long a host that nobody asks keeps a shell that was left behind. */
    private static final Duration IDLE = Duration.ofMinutes(3);

    private final WsMan messages;
    private final WsManHttp http;
    private final WinRmLogin login;

    public WinRmTransport(URI uri, WinRmLogin login, @Nullable SSLContext trust) {
        this.messages = new WsMan(uri);
        this.http = new WsManHttp(uri, trust);
        this.login = login;
    }

    @Override
    public Connection connect(Deadline deadline) throws TransportException, InterruptedException {
        var user = login.begin(deadline);
        XmlElement created;
        try {
            created = http.post(messages.create(deadline.remaining(), IDLE), user, deadline);
        } catch (WsManFault e) {
            // Most often the quota of shells of this user; those that were left behind go by themselves.
            throw new TransportException(
                    Reason.UNREACHABLE, "opens no shell for us (WS-Management fault " + e.code() + ")", e);
        }
        var id = selector(created)
                .or(() -> created.first("ShellId").map(XmlElement::text))
                .filter(found -> !found.isBlank())
                .orElseThrow(() -> new TransportException(Reason.UNREACHABLE, "opened a shell and did not name it"));
        return new WinRmShell(messages, http, user, id.strip());
    }

    private static Optional<String> selector(XmlElement created) {
        return created.all("Selector")
                .filter(selector ->
                        selector.attribute("Name").filter("ShellId"::equals).isPresent())
                .map(XmlElement::text)
                .findFirst();
    }
}
