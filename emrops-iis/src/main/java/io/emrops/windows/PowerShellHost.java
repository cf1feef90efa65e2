package io.emrops.windows;

import io.emrops.Progress;
import io.emrops.Target;
import java.nio.file.Path;

/**
 * A Windows host that runs PowerShell scripts for us.
 *
 * <pre>{@code
 * var app01 = PowerShellHost.winRm("app01.hospital.example").login("ops", password).build();
 * app01.identity().osVersion();
 * app01.upload(Path.of("emrnext.zip"), "D:\\releases\\emrnext.zip", Progress.none());
 * }</pre>
 *
 * <p>Scripts are constants, known by their hash; values never enter their text. Parameters, secrets and payloads go through the input
 * of {@code powershell.exe}, so nothing of them shows in a list of processes. It is version 5.1, which every Windows Server since 2016
 * has.
 *
 * <p>Each call logs in, with one attempt: a wrong password is wrong once, and locks no account by being tried again. All calls throw
 *
 * <ul>
 *   <li>{@link io.emrops.TargetUnavailableException} if the host was not reached, or was lost before it had all it needs to begin:
 *       nothing was done. Also if it was lost while a script ran that only reads.
 *   <li>{@link io.emrops.PreconditionFailedException} if it does not let us in, is not who it should be, or cannot begin the script:
 *       nothing was done.
 *   <li>{@link io.emrops.OutcomeUnknownException} if it was lost, or time ran out, while a script ran that changes something. The script
 *       has been ended by then, or is by itself at its deadline.
 *   <li>{@link ScriptFailedException} if PowerShell says that the script failed.
 *   <li>{@link io.emrops.StepFailedException} if the script was run to its end, and its answer is of another form or cannot be written.
 * </ul>
 *
 * <p>Safe for use by several threads. Guard it by {@code Guards} of emrops-core to have a circuit breaker for each host.
 */
public interface PowerShellHost extends AutoCloseable {
    /**
     * The host, identified by the GUID of its Windows installation. It is asked the first time and remembered then; who closes the
     * host and builds it again asks again.
     */
    Target target();

    /** What it says of itself, asked each time. */
    MachineIdentity identity() throws InterruptedException;

    /**
     * Runs a script to its end. It is ended there when the time of the call is up, and when this thread is interrupted: on this machine
     * with all it has started, over WinRM by a signal that ends the command. Over SSH only the channel is closed, which Windows does not
     * tell to PowerShell: the script runs on until it comes to its end or its watchdog ends it, two seconds behind the time of the call.
     * The watchdog begins with the first line of the input, before the rest is there. It ends PowerShell alone: Windows knows children by
     * the number of their parent, which others have had before, so whatever a script has started may stay.
     *
     * @return what the script answered
     */
    <A> A run(PowerShellCall<A> call) throws InterruptedException;

    /**
     * Sends a file beside the place it is to have, compares its hash there, and moves it to its place, which may hold an
     * older one. If a file with the same hash is there already, nothing is sent. What was cut off begins anew.
     *
     * <p>A chunk is 4 MiB and one run of PowerShell, so this is for packages, not for images of disks. Over SSH, what is longer goes by SFTP instead, if the
     * host offers it for the same files.
     *
     * @param to an absolute path on the host, whose directory exists
     * @param progress is told bytes
     * @throws IllegalArgumentException if the path is not absolute
     * @throws java.io.UncheckedIOException if the file cannot be read
     * @throws io.emrops.StepFailedException if it arrived as something else, or SFTP did not take all of it; what was sent is gone then
     * @throws io.emrops.TargetUnavailableException if the host was lost while SFTP sent it; the file in its place was not touched
     */
    Upload upload(Path file, String to, Progress progress) throws InterruptedException;

    /** Gives back what is kept for later calls. Repeating it does nothing. */
    @Override
    void close();

    /** This machine, which is a Windows host then. */
    static LocalHostBuilder local() {
        return new LocalHostBuilder();
    }

    /**
     * By SSH, as OpenSSH for Windows has it.
     *
     * @param host a name or an address
     */
    static SshHostBuilder ssh(String host) {
        return new SshHostBuilder(host);
    }

    /**
     * By WinRM over HTTPS, with Basic authentication of a local account. There is neither Kerberos nor NTLM, and nothing without TLS.
     *
     * @param host a name or an address
     */
    static WinRmHostBuilder winRm(String host) {
        return new WinRmHostBuilder(host);
    }
}
