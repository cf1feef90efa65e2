package io.emrops.testkit.windows.winrm;

import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.Host;
import io.emrops.testkit.windows.command.HostProcess;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The shells that clients have open, each with its commands. */
final class Shells {
    private final Host host;
    private final int mostPerUser;
    private final Map<String, Shell> open = new ConcurrentHashMap<>();

    Shells(Host host, int mostPerUser) {
        this.host = host;
        this.mostPerUser = mostPerUser;
    }

    private record Shell(String user, Map<String, HostProcess> commands) {
        void end(Ending how) {
            commands.values().forEach(process -> process.end(how));
        }
    }

    WsManReply answer(String user, WsManRequest request) throws WsManFault, InterruptedException {
        return switch (request.action()) {
            case "Create" -> create(user, request);
            case "Command" -> command(user, request);
            case "Send" -> send(user, request);
            case "Receive" -> receive(user, request);
            case "Signal" -> signal(user, request);
            case "Delete" -> delete(user, request);
            default -> throw WsManFault.unknownAction();
        };
    }

    private synchronized WsManReply create(String user, WsManRequest request) throws WsManFault {
        var theirs = open.values().stream().filter(it -> it.user().equals(user)).count();
        if (host.refusesShell() || theirs >= mostPerUser) {
            throw WsManFault.tooManyShells(mostPerUser);
        }
        var id = WsManReply.newId();
        open.put(id, new Shell(user, new ConcurrentHashMap<>()));
        return WsManReply.created(request, id, user);
    }

    private WsManReply command(String user, WsManRequest request) throws WsManFault {
        var shell = shell(user, request);
        var id = WsManReply.newId();
        shell.commands().put(id, host.start(Door.WINRM, user, request.commandLine()));
        return WsManReply.started(request, id);
    }

    private WsManReply send(String user, WsManRequest request) throws WsManFault {
        var process = process(user, request);
        process.write(request.sent());
        if (request.endsInput()) {
            process.endInput();
        }
        return WsManReply.sent(request);
    }

    private WsManReply receive(String user, WsManRequest request) throws WsManFault, InterruptedException {
        var piece = process(user, request).take(request.mostOfAStream(), request.operationTimeout());
        if (piece.isEmpty()) {
            throw WsManFault.timedOut();
        }
        return WsManReply.received(request, piece);
    }

    private WsManReply signal(String user, WsManRequest request) throws WsManFault {
        var process = process(user, request);
        if (request.endsCommand()) {
            process.end(Ending.TERMINATED);
        }
        return WsManReply.signalled(request);
    }

    private WsManReply delete(String user, WsManRequest request) throws WsManFault {
        shell(user, request).end(Ending.TERMINATED);
        open.remove(request.shellId());
        return WsManReply.deleted(request);
    }

    private Shell shell(String user, WsManRequest request) throws WsManFault {
        var id = request.shellId();
        return Optional.ofNullable(open.get(id))
                .filter(it -> it.user().equals(user))
                .orElseThrow(() -> WsManFault.unknownShell(id));
    }

    private HostProcess process(String user, WsManRequest request) throws WsManFault {
        return Optional.ofNullable(shell(user, request).commands().get(request.commandId()))
                .orElseThrow(WsManFault::noSuchCommand);
    }

    int count() {
        return open.size();
    }

    void lose() {
        open.values().forEach(shell -> shell.end(Ending.LOST));
        open.clear();
    }
}
