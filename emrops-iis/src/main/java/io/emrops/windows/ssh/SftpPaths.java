package io.emrops.windows.ssh;

import java.util.Optional;

/** By which path a file of Windows is known to the SFTP server of the same host. */
@FunctionalInterface
public interface SftpPaths {
    /**
     * As OpenSSH for Windows has them: {@code /D:/releases/app.zip}. Shares of other machines are not reached.
     *
     * @see <a href="https://github.com/PowerShell/Win32-OpenSSH/issues/48">Win32-OpenSSH, "file names are not represented correctly in SFTP subsystem"</a>
     */
    SftpPaths OF_WINDOWS = path -> path.startsWith("\\\\") || path.startsWith("//")
            ? Optional.empty()
            : Optional.of("/" + path.replace('\\', '/'));

    /** Empty if it is not reached by SFTP. */
    Optional<String> of(String path);
}
