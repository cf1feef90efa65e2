package io.emrops.testkit.windows;

import io.emrops.testkit.windows.command.CommandLine;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.Host;
import io.emrops.testkit.windows.command.HostFiles;
import io.emrops.testkit.windows.command.HostProcess;
import io.emrops.testkit.windows.command.LoginAttempt;
import io.emrops.testkit.windows.command.SeenCommand;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Who came through the doors, and what for. */
final class Visits implements Host {
    private static final int KEPT = 10_000;

    private final String name;
    private final Map<String, String> users;
    private final Programs programs;
    private final Faults faults;
    private final ArrayDeque<LoginAttempt> attempts = new ArrayDeque<>();
    private final ArrayDeque<HostProcess> processes = new ArrayDeque<>();
    private volatile @Nullable HostFiles files;

    Visits(String name, Map<String, String> users, Programs programs, Faults faults) {
        this.name = name;
        this.users = Map.copyOf(users);
        this.programs = programs;
        this.faults = faults;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean logsIn(Door door, String user, String password) {
        return counted(door, user, password.equals(users.get(user)));
    }

    @Override
    public boolean logsIn(Door door, String user) {
        return counted(door, user, users.containsKey(user));
    }

    private boolean counted(Door door, String user, boolean known) {
        var accepted = !faults.takeLogin() && known;
        synchronized (this) {
            keep(attempts, new LoginAttempt(door, user, accepted));
        }
        return accepted;
    }

    @Override
    public HostProcess start(Door door, String user, CommandLine line) {
        var process = programs.start(door, user, line);
        synchronized (this) {
            keep(processes, process);
        }
        return process;
    }

    private static <T> void keep(ArrayDeque<T> kept, T one) {
        kept.add(one);
        if (kept.size() > KEPT) {
            kept.remove();
        }
    }

    @Override
    public boolean refusesShell() {
        return faults.takeShell();
    }

    @Override
    public Optional<HostFiles> filesBySftp() {
        return faults.takeSftp() ? Optional.empty() : Optional.ofNullable(files);
    }

    @Override
    public OptionalLong dropsFilesAfter() {
        return faults.takeDrop();
    }

    void files(HostFiles newFiles) {
        files = newFiles;
    }

    @Override
    public void delay() throws InterruptedException {
        faults.delay();
    }

    synchronized List<LoginAttempt> attempts() {
        return List.copyOf(attempts);
    }

    synchronized List<SeenCommand> commands() {
        return processes.stream().map(HostProcess::seen).toList();
    }

    synchronized void loseAll() {
        processes.forEach(process -> process.end(Ending.LOST));
    }

    synchronized void clear() {
        files = null;
        attempts.clear();
        processes.clear();
    }
}
