package io.emrops.sqlserver.statement;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where something lies on the machine of the server, which is rarely this one. Always absolute, without {@code ..}, and never a device:
 * a backup to {@code NUL} is gone, and yet the server counts it as one.
 *
 * @param platform what the server runs on
 * @param path with the platform's own separators
 */
public record ServerPath(Platform platform, String path) {
    /** As long as {@code backupmediafamily} takes it, with the zero at the end. */
    private static final int MAX = 259;

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:\\\\.*");
    private static final Pattern SHARE = Pattern.compile("\\\\\\\\[^\\\\?.][^\\\\]*\\\\[^\\\\]+(\\\\.*)?");
    /** Shares that are no disks. */
    private static final Pattern PIPES =
            Pattern.compile("\\\\\\\\[^\\\\]+\\\\(pipe|mailslot|ipc\\$)(\\\\.*)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern NOT_IN_WINDOWS = Pattern.compile("[<>\"|?*:]");
    private static final Pattern DEVICE = Pattern.compile(
            "(NUL|CON|PRN|AUX|CLOCK\\$|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00B9\u00B2\u00B3])( *\\..*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final List<String> SYSTEM_DIRECTORIES = List.of("dev", "proc", "sys");

    /** What a server runs on. */
    public enum Platform {
        /** Backslashes; case does not matter. */
        WINDOWS('\\'),
        /** Slashes; case matters. */
        LINUX('/');

        private final char separator;

        Platform(char separator) {
            this.separator = separator;
        }

        /** Between the parts of a path. */
        public char separator() {
            return separator;
        }

        /**
         * From {@code host_platform} of "sys.dm_os_host_info".
         *
         * @throws IllegalArgumentException for any other than Windows and Linux
         */
        public static Platform of(String hostPlatform) {
            return valueOf(hostPlatform.toUpperCase(Locale.ROOT));
        }
    }

    /** @throws IllegalArgumentException if it is not such a path */
    public ServerPath {
        Objects.requireNonNull(platform, "platform");
        Characters.require("The path", path, MAX);
        path = platform == Platform.WINDOWS ? windowsPath(path.replace('/', '\\')) : linuxPath(path);
    }

    /** A path on Windows, such as {@code D:\Backup\x.bak} or {@code \\nas\backup\x.bak}; slashes become backslashes. */
    public static ServerPath windows(String path) {
        return new ServerPath(Platform.WINDOWS, path);
    }

    /** A path on Linux, such as {@code /var/opt/mssql/backup/x.bak}. */
    public static ServerPath linux(String path) {
        return new ServerPath(Platform.LINUX, path);
    }

    /**
     * A file or directory in this one.
     *
     * @param name one part, without separators
     */
    public ServerPath resolve(String name) {
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("A name in a directory has no separators: " + name);
        }
        return new ServerPath(platform, endsInSeparator(path) ? path + name : path + platform.separator() + name);
    }

    /** The last part. */
    public String name() {
        return path.substring(path.lastIndexOf(platform.separator()) + 1);
    }

    /** Whether this lies in that directory, at any depth. */
    public boolean isUnder(ServerPath directory) {
        if (platform != directory.platform) {
            return false;
        }
        var inside = comparable();
        var outside = directory.comparable();
        return inside.length() > outside.length() && inside.startsWith(outside);
    }

    /**
     * This, if it lies in one of these directories.
     *
     * @throws IllegalArgumentException if it does not
     */
    public ServerPath requireUnder(Collection<ServerPath> directories) {
        if (directories.stream().noneMatch(this::isUnder)) {
            throw new IllegalArgumentException("The path " + path + " is in none of the directories that are allowed: "
                    + directories.stream().map(ServerPath::path).toList());
        }
        return this;
    }

    /** As a statement has it. */
    public String quoted() {
        return new TextLiteral(path).quoted();
    }

    /** Whether both name the same place. */
    boolean isSameAs(ServerPath other) {
        return platform == other.platform && comparable().equals(other.comparable());
    }

    @Override
    public String toString() {
        return path;
    }

    /** Ends in a separator. Case is ignored in ASCII alone: whatever else the server's disk ignores is taken for different. */
    private String comparable() {
        var text = endsInSeparator(path) ? path : path + platform.separator();
        return platform == Platform.LINUX
                ? text
                : CAPITAL.matcher(text).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
    }

    private boolean endsInSeparator(String text) {
        return text.charAt(text.length() - 1) == platform.separator();
    }

    private static String windowsPath(String path) {
        String parts;
        if (DRIVE.matcher(path).matches()) {
            parts = path.substring(3);
        } else if (SHARE.matcher(path).matches()) {
            parts = path.substring(2);
        } else {
            throw new IllegalArgumentException(
                    "A path on Windows begins with a drive, as in D:\\Backup, or a share, as in \\\\nas\\backup: "
                            + path);
        }
        if (PIPES.matcher(path).matches()) {
            throw new IllegalArgumentException("A path names files, not pipes: " + path);
        }
        if (NOT_IN_WINDOWS.matcher(parts).find()) {
            throw new IllegalArgumentException(
                    "A path on Windows has none of < > \" | ? * and no second colon: " + path);
        }
        for (var part : parts(parts, '\\')) {
            requirePart(path, part);
            if (part.endsWith(".") || part.endsWith(" ")) {
                throw new IllegalArgumentException("Windows drops dots and blanks at the end of a part: " + path);
            }
        }
        return path;
    }

    private static String linuxPath(String path) {
        if (path.charAt(0) != '/' || path.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("A path on Linux begins with a slash and has no backslash: " + path);
        }
        var parts = parts(path.substring(1), '/');
        parts.forEach(part -> requirePart(path, part));
        if (!parts.isEmpty() && SYSTEM_DIRECTORIES.contains(parts.get(0))) {
            throw new IllegalArgumentException("A path in a directory of devices or of the system itself: " + path);
        }
        return path;
    }

    /** One separator may stand at the end. */
    private static List<String> parts(String path, char separator) {
        if (path.isEmpty()) {
            return List.of();
        }
        var text = path.charAt(path.length() - 1) == separator ? path.substring(0, path.length() - 1) : path;
        return List.of(text.split(Pattern.quote(String.valueOf(separator)), -1));
    }

    private static void requirePart(String path, String part) {
        if (part.isBlank() || part.equals(".") || part.equals("..")) {
            throw new IllegalArgumentException("A path is written out, without empty parts, . and ..: " + path);
        }
        if (DEVICE.matcher(part.replaceAll("[. ]+$", "")).matches()) {
            throw new IllegalArgumentException("A path names files, not devices: " + path);
        }
    }
}
