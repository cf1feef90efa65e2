package io.emrops.testkit.windows.simulated;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the IIS of a simulated Windows says of the logs of its sites, and when they were written. The files are those of {@link SimulatedFiles}. Sites log in W3C's format below
 * {@code C:\inetpub\logs\LogFiles}, each for itself, if nobody says otherwise. Safe for use by several threads.
 */
public final class SimulatedLogs {
    private final SimulatedFiles files;
    private final Supplier<InstantSource> clock;
    private final Map<String, String> directories = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> formats = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Instant> written = new TreeMap<>();
    private boolean central;

    SimulatedLogs(SimulatedFiles files, Supplier<InstantSource> clock) {
        this.files = files;
        this.clock = clock;
    }

    /** Writes text in UTF-8 behind what is in a file, at the time that Windows has; creates the file and its directory. */
    public synchronized void append(String path, String text) {
        append(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with bytes. */
    public synchronized void append(String path, byte[] bytes) {
        SimulatedFiles.parent(path).ifPresent(files::createDirectory);
        var whole = new ByteArrayOutputStream();
        files.read(path).ifPresent(whole::writeBytes);
        whole.writeBytes(bytes);
        files.write(path, whole.toByteArray());
        written(path, clock.get().instant());
    }

    /** Has a file that was last written to at this time. */
    public synchronized void written(String path, Instant at) {
        written.put(path.toLowerCase(Locale.ROOT), at);
    }

    /** Has a site log below another directory, which may begin with {@code %SystemDrive%}. */
    public synchronized void directory(String site, String path) {
        directories.put(site, path);
    }

    /** Has a site log in another format, such as {@code Ncsa}. */
    public synchronized void format(String site, String format) {
        formats.put(site, format);
    }

    /** Whether all sites log into one file. */
    public synchronized void central(boolean is) {
        central = is;
    }

    synchronized boolean isCentral() {
        return central;
    }

    synchronized String formatOf(String site) {
        return formats.getOrDefault(site, "W3c");
    }

    synchronized String directoryOf(SimulatedSite site) {
        var root = directories.getOrDefault(site.name(), "%SystemDrive%\\inetpub\\logs\\LogFiles");
        return root.replace("%SystemDrive%", "C:") + "\\W3SVC" + site.id();
    }

    synchronized Instant lastWrite(String path) {
        return Optional.ofNullable(written.get(path.toLowerCase(Locale.ROOT)))
                .orElseGet(() -> clock.get().instant());
    }
}
