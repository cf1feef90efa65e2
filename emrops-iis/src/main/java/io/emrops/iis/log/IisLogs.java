package io.emrops.iis.log;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.weblog.WebLogFile;
import io.emrops.weblog.WebLogFiles;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.ScriptFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The files of the logs of a site of IIS.
 *
 * <pre>{@code
 * var log = W3cLogs.of(IisLogs.on(app01).ofSite("scheduler"));
 * log.statistics(WebLogQuery.between(midnight, now), Progress.none());
 * }</pre>
 *
 * <p>Each call runs one script on the host, and each piece is up to 8 MiB of a file, sent compressed. Calls throw what {@link PowerShellHost} says, but {@link
 * TargetUnavailableException} where a file cannot be opened. Safe for use by several threads.
 */
public final class IisLogs implements WebLogFiles {
    private static final Pattern NAME = Pattern.compile("[^\\\\/:*?\"<>|\\p{Cntrl}]{1,255}");

    /** The lines at the begin of a log of IIS with the time of the begin. */
    private static final int FIRST = 128;

    private static final int PIECE = 8 << 20;

    /** With Base64 within the 2 MiB that PowerShell 5.1 certainly writes as JSON. */
    private static final int COMPRESSED = 1 << 20;

    private final PowerShellHost host;
    private final String site;
    private final String directory;
    private volatile String found = "";

    private IisLogs(PowerShellHost host, String site, String directory) {
        this.host = host;
        this.site = site;
        this.directory = directory;
    }

    /** Which logs of a host, which stays the caller's to close. */
    public static final class Choice {
        private final PowerShellHost host;

        private Choice(PowerShellHost host) {
            this.host = host;
        }

        /**
         * The logs of a site, where its settings have them: those are asked for at each listing, by an administrator. Listing throws {@link
         * PreconditionFailedException} if there is no IIS or no such site, if it logs in another format than W3C, if all sites of the host log into one file, and if we are no
         * administrator. A site that has logged nothing yet has no files.
         *
         * @param name in any case
         */
        public IisLogs ofSite(String name) {
            return new IisLogs(host, required(name), "");
        }

        /**
         * The logs in a directory, whoever wrote them. Listing throws {@link PreconditionFailedException} if it is not there.
         *
         * @param path absolute, on the host
         */
        public IisLogs in(String path) {
            return new IisLogs(host, "", required(path));
        }

        private static String required(String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("A site or a directory has a name");
            }
            return text;
        }
    }

    /** The logs of this host; asks nothing. */
    public static Choice on(PowerShellHost host) {
        return new Choice(Objects.requireNonNull(host, "host"));
    }

    /** The site or the directory, on the host; asks the host once. */
    @Override
    public Target target() {
        var machine = host.target();
        var part = site.isEmpty() ? directory : site;
        return new Target("iis-logs", part + " on " + machine.name(), machine.identity() + "/" + part);
    }

    @Override
    public List<WebLogFile> files() throws InterruptedException {
        try {
            var listed = host.run(LogScripts.LIST.with(new LogScripts.Folder(site, directory, FIRST)));
            if (!listed.refused().isEmpty()) {
                throw refused(listed.refused(), oneLine(listed.what()));
            }
            found = listed.directory();
            return listed.files();
        } catch (ScriptFailedException e) {
            throw unavailable(e);
        }
    }

    @Override
    public OptionalLong read(String name, long offset, ByteBuffer to) throws InterruptedException {
        if (!NAME.matcher(name).matches() || offset < 0) {
            throw new IllegalArgumentException("A file has a name without a directory, and no negative offsets");
        }
        if (found.isEmpty()) {
            files();
        }
        var count = Math.min(to.remaining(), PIECE);
        try {
            var piece = host.run(LogScripts.READ.with(new LogScripts.Range(found, name, offset, count, COMPRESSED)));
            if (!piece.found()) {
                return OptionalLong.empty();
            }
            to.put(unpacked(piece, count));
            return OptionalLong.of(piece.length());
        } catch (ScriptFailedException e) {
            throw unavailable(e);
        }
    }

    private byte[] unpacked(LogScripts.Piece piece, int most) {
        if (piece.content().isEmpty()) {
            return new byte[0];
        }
        try (var zip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(piece.content())))) {
            var bytes = zip.readNBytes(most);
            if (zip.read() >= 0) {
                throw new IOException("more than was asked for");
            }
            return bytes;
        } catch (IOException | IllegalArgumentException e) {
            throw new TargetUnavailableException(
                    target() + " has sent a damaged piece of a log; nothing was changed", e);
        }
    }

    private TargetUnavailableException unavailable(ScriptFailedException e) {
        return new TargetUnavailableException(
                "The logs of " + target() + " cannot be read: " + e.error() + "; nothing was changed", e);
    }

    private PreconditionFailedException refused(String refused, String what) {
        var reason = switch (refused) {
            case "NotAdministrator" -> "whoever we log in as is no administrator there";
            case "NoIis" -> "IIS is not installed there, or its management library is not";
            case "NoSite" -> "there is no site " + what;
            case "NoPath" -> "there is no directory " + what;
            case "CentralLogging" -> "all sites of the host log into one file, not each into its own";
            case "OtherFormat" -> "it logs in the format " + what + ", not in W3C's";
            default -> "the script refuses (" + oneLine(refused) + ")";
        };
        return new PreconditionFailedException(target() + ": " + reason + "; nothing was changed", null, target());
    }

    private static String oneLine(String text) {
        var shown = text.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > 100 ? shown.substring(0, 100) + "..." : shown;
    }
}
