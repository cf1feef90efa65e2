package io.emrops.windows.winrm;

import io.emrops.windows.wire.BoundedOutput;
import io.emrops.windows.wire.CommandLine;
import io.emrops.windows.wire.CommandResult;
import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.InputLines;
import io.emrops.windows.wire.Transport;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import io.emrops.windows.wire.XmlElement;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalInt;

/** A shell on the host, with which one command after another is run. */
final class WinRmShell implements Transport.Connection {
    /** Of input, in one message; a third more in Base64 stays below what hosts take. */
    private static final int SEND = 64 << 10;

    private static final Duration ONE_RECEIVE = Duration.ofSeconds(20);
    /** What the network may take beyond what the host was told. */
    private static final Duration SLACK = Duration.ofSeconds(20);

    private static final Duration WHILE_BUSY = Duration.ofMillis(250);

    private static final Duration FOR_GOODBYE = Duration.ofSeconds(10);

    private final WsMan messages;
    private final WsManHttp http;
    private final WinRmLogin.LoggedIn user;
    private final String shell;

    WinRmShell(WsMan messages, WsManHttp http, WinRmLogin.LoggedIn user, String shell) {
        this.messages = messages;
        this.http = http;
        this.user = user;
        this.shell = shell;
    }

    @Override
    public CommandResult run(CommandLine command, InputLines input, Deadline deadline)
            throws TransportException, InterruptedException {
        var id = begin(command, deadline)
                .first("CommandId")
                .map(found -> found.text().strip())
                .filter(found -> !found.isEmpty())
                .orElseThrow(() -> new TransportException(Reason.LOST, "began a command and did not name it"));
        try {
            send(id, input, deadline);
            return receive(id, deadline);
        } finally {
            // Also after its end, where it frees what the host keeps of it.
            goodbye(messages.terminate(FOR_GOODBYE, shell, id));
        }
    }

    /**
     * A host that says that nothing has happened yet may have begun the command and not named it. It is asked again: what was begun
     * waits for input that never comes, and ends with the shell.
     */
    private XmlElement begin(CommandLine command, Deadline deadline) throws TransportException, InterruptedException {
        while (!deadline.isPast()) {
            try {
                return http.post(messages.command(ONE_RECEIVE, shell, command), user, deadline);
            } catch (WsManFault e) {
                if (!e.isNothingYet()) {
                    throw fault(e);
                }
            }
        }
        throw new TransportException(Reason.TIMEOUT, "did not begin PowerShell in time");
    }

    private static TransportException fault(WsManFault e) {
        return new TransportException(Reason.LOST, "says no (WS-Management fault " + e.code() + ")", e);
    }

    private void send(String id, InputLines input, Deadline deadline) throws TransportException, InterruptedException {
        try {
            while (input.hasMore()) {
                var chunk = input.readNBytes(SEND);
                send(id, chunk, !input.hasMore(), deadline);
                Arrays.fill(chunk, (byte) 0);
            }
        } catch (IOException e) {
            throw new IllegalStateException("these lines are in memory", e);
        }
    }

    /**
     * A host that is busy has not taken it. One that says that nothing has happened yet may have: that is not sent twice, and the
     * bootstrap runs nothing if the hash of its input says that a part is missing.
     *
     * @see <a href="https://github.com/ansible/ansible/pull/81538">what hosts under load were seen to do</a>
     */
    private void send(String id, byte[] chunk, boolean last, Deadline deadline)
            throws TransportException, InterruptedException {
        while (!deadline.isPast()) {
            try {
                http.post(messages.send(ONE_RECEIVE, shell, id, chunk, last), user, deadline);
                return;
            } catch (WsManFault e) {
                if (e.isNothingYet()) {
                    return;
                }
                if (!e.isBusy()) {
                    throw fault(e);
                }
                Thread.sleep(WHILE_BUSY.toMillis());
            }
        }
        throw new TransportException(Reason.TIMEOUT, "did not take its input in time");
    }

    private CommandResult receive(String id, Deadline deadline) throws TransportException, InterruptedException {
        var out = new BoundedOutput();
        var err = new BoundedOutput();
        while (!deadline.isPast()) {
            try {
                var patience = deadline.orIn(ONE_RECEIVE).remaining();
                var answer =
                        http.post(messages.receive(patience, shell, id), user, deadline.orIn(patience.plus(SLACK)));
                take(answer, out, err);
                var exit = exitOf(answer);
                if (exit.isPresent()) {
                    return new CommandResult(exit.getAsInt(), out.text(), err.text(), out.isWhole());
                }
            } catch (WsManFault e) {
                if (!e.isNothingYet()) {
                    throw fault(e);
                }
            }
        }
        throw new TransportException(Reason.TIMEOUT, "did not finish in time, and was told to end PowerShell,");
    }

    private static void take(XmlElement answer, BoundedOutput out, BoundedOutput err) throws TransportException {
        for (var stream : answer.all("Stream").toList()) {
            try {
                var bytes = Base64.getMimeDecoder().decode(stream.text());
                (stream.attribute("Name").filter("stderr"::equals).isPresent() ? err : out)
                        .write(bytes, 0, bytes.length);
            } catch (IllegalArgumentException e) {
                throw new TransportException(Reason.LOST, "sent output that cannot be read", e);
            }
        }
    }

    /** Empty while it runs. Its words for that are URLs that end so. */
    private static OptionalInt exitOf(XmlElement answer) throws TransportException {
        var done = answer.first("CommandState")
                .filter(state -> state.attribute("State")
                        .filter(word -> word.endsWith("/Done"))
                        .isPresent());
        if (done.isEmpty()) {
            return OptionalInt.empty();
        }
        var code =
                done.get().first("ExitCode").map(found -> found.text().strip()).orElse("0");
        try {
            // Hosts write what is negative for us as what it is unsigned, some of them.
            return OptionalInt.of((int) Long.parseLong(code));
        } catch (NumberFormatException e) {
            throw new TransportException(Reason.LOST, "ended PowerShell with an exit code that is none", e);
        }
    }

    @Override
    public void close() {
        goodbye(messages.delete(FOR_GOODBYE, shell));
    }

    /** Told once; a host that does not hear it ends what nobody asks for. */
    private void goodbye(String message) {
        var interrupted = Thread.interrupted();
        try {
            http.post(message, user, Deadline.in(FOR_GOODBYE));
        } catch (WsManFault | TransportException e) {
            // There is nothing to be done about it from here.
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
